import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { open } from '../../support/memoryHost.ts';

const text = `@host = https://example.com

### Log in
# @name login
POST {{host}}/login
    ?a=1

###
GET https://example.com/me
`;

describe('the requests of a document', () => {
  it('come in order with the line of their request line', () => {
    const { service, document } = open(text);
    expect(
      service
        .requests(document)
        .map(({ name, title, method, url, line, range }) =>
          [name, title, method, url, line, `${range.start.line}-${range.end.line}`].join(' | '),
        ),
    ).toMatchInlineSnapshot(`
      [
        "login | Log in | POST | {{host}}/login?a=1 | 4 | 2-6",
        " |  | GET | https://example.com/me | 8 | 7-9",
      ]
    `);
  });

  it('follow an edit', () => {
    const { service, document } = open(text);
    service.requests(document);
    const changed = TextDocument.create(document.uri, 'http', 2, `# above\n${text}`);
    expect(service.requests(changed).map(({ line }) => line)).toEqual([5, 9]);
  });

  it('are none in an empty document', () => {
    const { service, document } = open('');
    expect(service.requests(document)).toEqual([]);
  });
});
