import { describe, expect, it } from 'vitest';
import type { TextDocument } from 'vscode';
import { createOutlines } from '../../../src/extension/editor/lenses/outlines.ts';

/** As much of a document as an outline reads. */
function documentOf(text: string): TextDocument {
  const document = {
    version: 1,
    getText: () => text,
    positionAt: (offset: number) => {
      const before = text.slice(0, offset).split('\n');
      return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    },
  };
  return document as unknown as TextDocument;
}

const text = `@host = http://api.test

### Log in
# @name login
# @session admin
POST {{host}}/login

{}

###
GET {{host}}/me
`;

describe('the outline of a file', () => {
  const outlines = createOutlines();
  const document = documentOf(text);

  it('has each request with its line, its session and a key that outlives edits', () => {
    const requests = outlines.of(document).requests.map(({ line, session, key }) => ({ line, session, key }));
    expect(requests).toEqual([
      { line: 5, session: 'admin', key: 'name login #0' },
      { line: 10, session: undefined, key: 'GET {{host}}/me #0' },
    ]);
  });

  it.each([
    [0, 5],
    [3, 5],
    [7, 5],
    [10, 10],
    [11, 10],
  ])('finds for line %d the request of line %d', (line, expected) => {
    expect(outlines.requestAt(document, line)?.line).toBe(expected);
  });

  it('finds none in an empty file', () => {
    expect(outlines.requestAt(documentOf('# nothing'), 0)).toBeUndefined();
  });

  it('is made once for each version of a document', () => {
    expect(outlines.of(document)).toBe(outlines.of(document));
  });
});

describe('the outline of a Markdown text', () => {
  const markdown = { ...documentOf(''), languageId: 'markdown' };
  const words = '# Users\n\n- One\n\n  ```http\n  POST http://h\n\n  a\n   b\n  ```\n\nEnd\n';
  const document = { ...markdown, getText: () => words } as unknown as TextDocument;
  const outlines = createOutlines();

  it('has the requests of its blocks in the lines of the text', () => {
    const { requests, text: read } = outlines.of(document);
    expect(requests.map(({ line, firstLine, lastLine }) => [line, firstLine, lastLine])).toEqual([[5, 4, 8]]);
    expect(requests[0]?.definition.body).toMatchObject({ segments: [{ text: 'a\n b' }] });
    expect(read.slice(requests[0]?.definition.range.start, requests[0]?.definition.range.end)).toContain(
      'POST',
    );
  });

  it('finds no request for a line of prose', () => {
    expect(outlines.requestAt(document, 0)).toBeUndefined();
    expect(outlines.requestAt(document, 7)?.line).toBe(5);
    expect(outlines.requestAt(document, 11)).toBeUndefined();
  });
});

describe('the dialect of the settings', () => {
  it('counts where the file names none, and from the next question on', () => {
    const settings: { dialect?: 'jetbrains' } = {};
    const outlines = createOutlines(() => settings.dialect);
    const document = documentOf('GET http://h\n');
    expect(outlines.of(document).definition.dialect).toBe('rest-client');
    settings.dialect = 'jetbrains';
    expect(outlines.of(document).definition.dialect).toBe('jetbrains');
    expect(outlines.of(documentOf('# @dialect httpyac\nGET http://h\n')).definition.dialect).toBe('httpyac');
  });
});
