import { describe, expect, it } from 'vitest';
import type { TextDocument } from 'vscode';
import { createOutlines } from '../../../../src/extension/editor/lenses/outlines.ts';
import {
  mightHoldTests,
  placedResults,
  requestRows,
} from '../../../../src/extension/editor/testing/fileTests.ts';
import type { TestResult } from '../../../../src/extension/runner/index.ts';

function rowsOf(text: string) {
  const document = {
    version: 1,
    getText: () => text,
    positionAt: (offset: number) => ({ line: text.slice(0, offset).split('\n').length - 1, character: 0 }),
  };
  return requestRows(createOutlines().of(document as unknown as TextDocument));
}

describe('the tests of a file', () => {
  it('are the assertions of each request, where they are written', () => {
    expect(
      rowsOf(`### Log in
# @tag smoke, slow
POST http://api.test/login

?? status == 200
?? body $.token exists

### Nothing to check
GET http://api.test/plain

###
GET http://api.test/me

?? status == 200
`),
    ).toEqual([
      {
        key: 'POST http://api.test/login #0',
        label: 'Log in',
        description: 'POST http://api.test/login',
        line: 2,
        tags: ['smoke', 'slow'],
        tests: [
          { id: 'status == 200 #0', name: 'status == 200', line: 4 },
          { id: 'body $.token exists #0', name: 'body $.token exists', line: 5 },
        ],
      },
      {
        key: 'GET http://api.test/me #0',
        label: 'GET http://api.test/me',
        description: undefined,
        line: 11,
        tags: [],
        tests: [{ id: 'status == 200 #0', name: 'status == 200', line: 13 }],
      },
    ]);
  });

  it('are the tests of a handler whose names can be read', () => {
    const [request] = rowsOf(`GET http://api.test/me

> {%
  client.test("is there", () => client.assert(response.status === 200));
  client.test('has a name', function () {});
  client.test(\`number \${1}\`, () => {});
%}
`);
    expect(request?.tests).toEqual([
      { id: 'is there #0', name: 'is there', line: 3 },
      { id: 'has a name #0', name: 'has a name', line: 4 },
    ]);
  });

  it('may come from a handler in a file of its own', () => {
    expect(rowsOf('GET http://api.test/me\n\n> ./checks.js\n')).toMatchObject([{ tests: [] }]);
  });

  it('are none where a handler only keeps a value, or a script goes before the request', () => {
    expect(rowsOf('GET http://api.test/me\n\n> {% client.global.set("a", 1) %}\n')).toEqual([]);
    expect(rowsOf('< {% client.test("a", () => 1) %}\nGET http://api.test/me\n')).toEqual([]);
  });

  it('keep apart what is written twice', () => {
    const [request] = rowsOf('GET http://api.test/me\n\n?? status == 200\n?? status == 200\n');
    expect(request?.tests.map(({ id }) => id)).toEqual(['status == 200 #0', 'status == 200 #1']);
  });

  it('get the result of their name and number', () => {
    const result = (name: string, line: number): TestResult => ({
      name,
      line,
      outcome: 'passed',
      expected: undefined,
      actual: undefined,
      message: undefined,
    });
    const results = [result('status == 200', 3), result('named by a loop', 9), result('status == 200', 4)];
    expect(placedResults(results).map(({ id, result: { line } }) => [id, line])).toEqual([
      ['status == 200 #0', 3],
      ['named by a loop #0', 9],
      ['status == 200 #1', 4],
    ]);
  });
});

describe('a text that might hold tests', () => {
  it.each([
    ['GET http://a.test\n\n?? status == 200\n', true],
    ['GET http://a.test\n\n> {% client.test("a", f) %}\n', true],
    ['GET http://a.test\n\n> ./checks.js\n', true],
    ['GET http://a.test?a=b??c\n', false],
    ['POST http://a.test\n\n> a quote\n', false],
  ])('is told from its lines: %j', (text, expected) => {
    expect(mightHoldTests(text)).toBe(expected);
  });
});
