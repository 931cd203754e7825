import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../src/extension/cli/exitCodes.ts';
import { fileJson } from '../../../src/extension/cli/list.ts';
import { refuseBroken, selectRequests, understand } from '../../../src/extension/cli/requestFile.ts';

const tour = understand(
  'tour.http',
  `@host = http://a.test

### Sign in
# @name login
# @no-redirect
POST {{host}}/login
    ?a=1
    &b=2
Content-Type: application/json

{}

### Look around
GET {{host}}/
`,
);

const lineOfName = (name: string) => selectRequests(tour, { name, line: undefined }).map(({ line }) => line);
const lineAt = (line: number) => selectRequests(tour, { name: undefined, line }).map((found) => found.line);
const complaint = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof CommandError) return `${error.exitCode}: ${error.message}`;
    throw error;
  }
  return 'nothing to complain about';
};

describe('list', () => {
  it('has the documented shape', () => {
    expect(fileJson(tour)).toEqual({
      file: 'tour.http',
      dialect: 'rest-client',
      requests: [
        {
          name: 'login',
          title: 'Sign in',
          method: 'POST',
          url: '{{host}}/login?a=1&b=2',
          line: 6,
          body: 'text',
          directives: [
            { name: 'name', value: 'login', line: 4 },
            { name: 'no-redirect', value: '', line: 5 },
          ],
        },
        {
          name: null,
          title: 'Look around',
          method: 'GET',
          url: '{{host}}/',
          line: 14,
          body: 'none',
          directives: [],
        },
      ],
      variables: [{ name: 'host', value: 'http://a.test', line: 1 }],
      diagnostics: [],
    });
  });

  it('places each problem at its line and column', () => {
    const { diagnostics } = fileJson(understand('a.http', '###\nGET\n')) as { diagnostics: unknown[] };
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'missing-url', line: 2 }]);
  });
});

describe('choosing requests', () => {
  it('goes by name, by title, or by any line of the block', () => {
    expect(lineOfName('login')).toEqual([6]);
    expect(lineOfName('Look around')).toEqual([14]);
    expect([3, 6, 12].map(lineAt)).toEqual([[6], [6], [6]]);
    expect(lineAt(13)).toEqual([14]);
  });

  it('says when there is none', () => {
    expect(complaint(() => lineOfName('nope'))).toBe('1: tour.http has no request named "nope".');
    expect(complaint(() => lineAt(400))).toBe('1: tour.http has no request at line 400.');
    const empty = understand('empty.http', '');
    expect(complaint(() => selectRequests(empty, { name: undefined, line: undefined }))).toBe(
      '1: empty.http holds no request.',
    );
  });

  it('lets an error in one request stop only that request', () => {
    const broken = understand('b.http', '### bad\nGET\n\n### good\nGET http://a.test/\n');
    const [bad, good] = broken.definition.requests;
    expect(complaint(() => refuseBroken(broken, [bad!]))).toMatch(/^2: b\.http:2:\d+: /);
    expect(complaint(() => refuseBroken(broken, [good!]))).toBe('nothing to complain about');
  });
});
