import { SymbolKind } from 'vscode-languageserver-types';
import { expect, it } from 'vitest';
import { open } from '../../support/memoryHost.ts';

function outline(text: string): string[] {
  const { service, document } = open(text);
  return service
    .documentSymbols(document)
    .map(({ name, detail, kind, range }) =>
      [
        kind === SymbolKind.Variable ? 'variable' : 'request',
        name,
        `(${detail ?? ''})`,
        `${range.start.line + 1}-${range.end.line + 1}`,
      ].join(' '),
    );
}

it('lists variables and requests by title, name or address', () => {
  const text = `@host = https://example.com

### Log in
# @name login
POST {{host}}/login?a=1

### 
# @name me
GET {{host}}/me
###
DELETE https://example.com/users/1?force=true
`;
  expect(outline(text)).toMatchInlineSnapshot(`
    [
      "variable @host (https://example.com) 1-1",
      "request Log in (POST {{host}}/login) 3-6",
      "request me (GET {{host}}/me) 7-10",
      "request example.com/users/1 (DELETE) 10-12",
    ]
  `);
});

it('has an entry for a request without an address', () => {
  expect(outline('### \nGET\n')).toMatchInlineSnapshot(`
    [
      "request (no address) (GET) 1-3",
    ]
  `);
});
