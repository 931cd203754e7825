import { describe, expect, it } from 'vitest';
import {
  define,
  planSteps,
  referencedExchanges,
  type PlanSources,
  type RunFile,
  type RunStep,
  type RunWish,
} from '../../../../src/language/semantics/index.ts';
import { parse } from '../../../../src/language/syntax/index.ts';

type Files = Readonly<Record<string, string>>;

/** `login < users` is login, sent because users needs it; `~old` stands in the plan and is not sent. */
function plan(
  files: string | Files,
  wish: RunWish = { kind: 'all' },
  more: Partial<PlanSources> = {},
): string[] {
  const { steps, problems } = planned(files, wish, more);
  return [
    ...steps.map(shown),
    ...problems.map(({ file, line, message }) => `${file.path}:${line}: ${message}`),
  ];
}

function planned(
  files: string | Files,
  wish: RunWish | ((file: RunFile) => RunWish) = { kind: 'all' },
  more: Partial<PlanSources> = {},
): ReturnType<typeof planSteps> {
  const texts = typeof files === 'string' ? { 'a.http': files } : files;
  const known = new Map(
    Object.entries(texts).map(([path, text]): [string, RunFile] => [
      path,
      { path, definition: define(parse(text)) },
    ]),
  );
  const fileAt: PlanSources['fileAt'] = (_from, target) => known.get(target.replace('./', ''));
  const main = known.get('a.http')!;
  return planSteps(main, typeof wish === 'function' ? wish(main) : wish, {
    fileAt,
    importsOf: ({ definition: { imports } }) =>
      imports.flatMap(({ kind, target }) => (kind === 'import' ? (fileAt(main, target) ?? []) : [])),
    ...more,
  });
}

function shown({ request, cause, given, isDisabled, file }: RunStep): string {
  const name = `${isDisabled ? '~' : ''}${file.path === 'a.http' ? '' : `${file.path}:`}${request.name ?? request.url}`;
  const values = given.flatMap((one) => one.values.map(([key, value]) => `${key}=${value}`));
  const by = 'by' in cause ? ` < ${cause.by.name ?? cause.by.url}` : '';
  return `${name}${values.length === 0 ? '' : ` (${values.join(', ')})`}${by}`;
}

const named = (name: string, lines = ''): string =>
  `###\n# @name ${name}\n${lines}GET https://a.test/${name}\n\n`;
const only =
  (...names: string[]) =>
  ({ definition }: RunFile): RunWish => ({
    kind: 'requests',
    requests: definition.requests.filter(({ name }) => names.includes(name ?? '')),
    areNamed: true,
  });

describe('a plan of a whole file', () => {
  it('is its requests in order', () => {
    expect(plan(`${named('one')}${named('two')}`)).toEqual(['one', 'two']);
  });

  it('tells the disabled ones, and does not send what only they need', () => {
    expect(plan(`${named('old', '# @disabled\n# @ref login\n')}${named('new')}`)).toEqual(['~old', 'new']);
  });

  it('sends once what several need, before the first of them and not again in its turn', () => {
    expect(plan(`${named('a', '# @ref login\n')}${named('b', '# @ref login\n')}${named('login')}`)).toEqual([
      'login < a',
      'a',
      'b',
    ]);
  });

  it('sends again before each what is forced', () => {
    expect(
      plan(`${named('login')}${named('a', '# @forceRef login\n')}${named('b', '# @forceRef login\n')}`),
    ).toEqual(['login', 'login < a', 'a', 'login < b', 'b']);
  });

  it('goes down to what the needed ones need', () => {
    expect(plan(`${named('c', '# @ref b\n')}${named('b', '# @ref a\n')}${named('a')}`)).toEqual([
      'a < b',
      'b < c',
      'c',
    ]);
  });
});

describe('a plan of one request', () => {
  const text = `${named('login')}${named('users', '# @ref login\n')}${named('other')}`;

  it('holds what it needs', () => {
    expect(planned(text, only('users')).steps.map(shown)).toEqual(['login < users', 'users']);
  });

  it('leaves out an answer that is known', () => {
    const isAnswered = (_file: RunFile, name: string): boolean => name === 'login';
    expect(planned(text, only('users'), { isAnswered }).steps.map(shown)).toEqual(['users']);
  });

  it('sends it although it is disabled', () => {
    expect(planned(named('old', '# @disabled\n'), only('old')).steps.map(shown)).toEqual(['old']);
  });

  it('holds requests whose answers it reads, where that is wanted', () => {
    const reading = `${named('login')}###\n# @name me\nGET https://a.test/{{login.response.body.$.id}}\n`;
    const referencesOf: PlanSources['referencesOf'] = (file, request) =>
      referencedExchanges(request, file.definition);
    expect(planned(reading, only('me')).steps.map(shown)).toEqual(['me']);
    expect(planned(reading, only('me'), { referencesOf }).steps.map(shown)).toEqual(['login < me', 'me']);
  });
});

describe('a plan of a part', () => {
  const text = `${named('one')}${named('two')}${named('three')}`;

  it('begins at an offset', () => {
    expect(plan(text, { kind: 'from', offset: text.indexOf('/two') })).toEqual(['two', 'three']);
  });

  it('is what a range touches', () => {
    const start = text.indexOf('/one');
    expect(plan(text, { kind: 'within', start, end: text.indexOf('/two') })).toEqual(['one', 'two']);
    expect(plan(text, { kind: 'within', start, end: start })).toEqual(['one']);
  });
});

describe('run lines', () => {
  it('send a request of the file or of an import, each time, with the variables they give', () => {
    const files = {
      'a.http': `import ./b.http\n\nrun #login (@user=ann, @pin={{pin}})\nrun #login\n\n${named('own')}`,
      'b.http': named('login'),
    };
    expect(plan(files)).toEqual(['b.http:login (user=ann, pin={{pin}})', 'b.http:login', 'own']);
  });

  it('send all of a file, and hand on what was given around it', () => {
    const files = {
      'a.http': 'run ./b.http (@host=h)\n',
      'b.http': `run #two (@x={{host}})\n\n${named('one')}${named('two')}${named('old', '# @disabled\n')}`,
    };
    expect(plan(files)).toEqual([
      'b.http:two (host=h, x={{host}})',
      'b.http:one (host=h)',
      'b.http:two (host=h)',
      '~b.http:old (host=h)',
    ]);
  });

  it('keep their place among the requests', () => {
    expect(plan(`${named('one')}###\nrun #one\n\n${named('two')}`)).toEqual(['one', 'one', 'two']);
  });

  it('can be run alone', () => {
    const text = `${named('one')}###\nrun #one (@x=1)\nrun #one (@x=2)\n`;
    expect(plan(text, { kind: 'run', offset: text.indexOf('run #one (@x=2)') })).toEqual(['one (x=2)']);
  });

  it('that name nothing are told with their line', () => {
    expect(plan('run #nope\nrun ./nope.http\n')).toEqual([
      'a.http:1: `run` names "nope", but no request of the file or its imports has that name.',
      'a.http:2: `run` names ./nope.http, which cannot be read.',
    ]);
  });
});

describe('cycles', () => {
  it('of requests are told with their path', () => {
    expect(
      plan(`${named('a', '# @ref b\n')}${named('b', '# @ref c\n')}${named('c', '# @ref a\n')}`),
    ).toContain('a.http:13: The requests need each other: a → b → c → a.');
  });

  it('of files are told with their path', () => {
    const files = { 'a.http': 'run ./b.http\n', 'b.http': 'run ./c.http\n', 'c.http': 'run ./a.http\n' };
    expect(plan(files)).toEqual(['c.http:1: The files run each other: a.http → b.http → c.http → a.http.']);
  });

  it('of answers that are read are none: the request is sent without', () => {
    const text = `###\n# @name page\nGET https://a.test/{{page.response.body.$.next}}\n`;
    const referencesOf = (): readonly string[] => ['page'];
    expect(plan(text, { kind: 'all' }, { referencesOf })).toEqual(['page']);
  });
});

describe('what a step waits for', () => {
  it('is what it needs, and earlier ones whose answers it reads', () => {
    const text = `${named('login')}${named('a', '# @ref login\n')}${named('b')}`;
    const referencesOf: PlanSources['referencesOf'] = (_file, { name }) => (name === 'b' ? ['a'] : []);
    const { steps } = planned(text, { kind: 'all' }, { referencesOf });
    expect(steps.map(({ needs, after }) => [needs.map(shown), after.map(shown)])).toEqual([
      [[], []],
      [['login'], []],
      [[], ['a']],
    ]);
  });
});
