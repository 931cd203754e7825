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
