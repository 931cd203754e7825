/** Requests in fenced blocks of Markdown, read as a file with the same lines. */
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/language/syntax/index.ts';
import { define, fencedRequests } from '../../../src/language/semantics/index.ts';

const markdown = `# Users

Some words, and \`\`\`not a fence\`\`\`.

\`\`\`http
@host = https://example.com
GET {{host}}/users
Accept: text/html
\`\`\`

1. Create one:

   ~~~rest
   POST {{host}}/users

   first
     second
   ~~~

\`\`\`json
{ "GET /no": 1 }
\`\`\`

An answer and a header:

\`\`\`http
HTTP/1.1 200 OK

{}
\`\`\`

\`\`\`HTTP title="x"
Authorization: Bearer x
\`\`\`
`;

describe('fenced requests', () => {
  it('keeps every line and every column', () => {
    const text = fencedRequests(markdown, 'kept')?.text ?? '';
    expect(text.length).toBe(markdown.length);
    const lines = markdown.split('\n');
    const kept = text.split('\n').flatMap((line, number) => (line.trim() === '' ? [] : [[number, line]]));
    expect(kept).toEqual([
      [4, '###    '],
      ...[5, 6, 7].map((number) => [number, lines[number]]),
      [8, '###'],
      [12, '   ###    '],
      ...[13, 15, 16].map((number) => [number, lines[number]]),
      [17, '   ###'],
    ]);
  });

  it('reads the requests of the blocks, one apart from the other', () => {
    const fences = fencedRequests(markdown, 'dedented');
    const { requests, variables } = define(parse(fences?.text ?? ''));
    expect(variables.map(({ name, line }) => [name, line])).toEqual([['host', 6]]);
    expect(
      requests.map(({ method, line, headers, body }) => [method, line, headers.length, body.kind]),
    ).toEqual([
      ['GET', 7, 1, 'none'],
      ['POST', 14, 0, 'text'],
    ]);
    expect(requests[1]?.body).toMatchObject({ segments: [{ text: 'first\n  second' }] });
  });

  it('knows the lines that are inside', () => {
    const fences = fencedRequests(markdown, 'kept');
    const inside = markdown.split('\n').flatMap((_, line) => (fences?.holds(line) === true ? [line] : []));
    expect(inside).toEqual([5, 6, 7, 13, 14, 15, 16]);
  });

  it('says nothing about texts without a request', () => {
    for (const text of [
      '',
      '# GET http://h',
      '```js\nGET /\n```\n',
      '```http\nHTTP/1.1 204 No Content\n```\n',
      '```http\n{ "a": 1 }\n```\n',
      '```httpd\nGET http://h\n```\n',
      '````md\n```http\nGET http://h\n```\n````\n',
    ]) {
      expect(fencedRequests(text, 'kept')).toBe(undefined);
    }
  });

  it('reads a block that is not closed yet, and any line break', () => {
    const read = (text: string) =>
      define(parse(fencedRequests(text, 'kept')?.text ?? '')).requests.map(({ url, line }) => [url, line]);
    expect(read('a\n```http\nGET http://h')).toEqual([['http://h', 3]]);
    expect(read('a\r\n~~~~ http\r\nGET http://h\r\n~~~\r\n\r\n~~~~~\r\nend')).toEqual([['http://h', 3]]);
    expect(read('a\r```http\rGET http://h\r```\r')).toEqual([['http://h', 3]]);
  });
});
