import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent, RunOptions, RunSummary, StepResult } from '../../../../src/extension/runner/index.ts';
import {
  diskReader,
  planRun,
  prepareExchange,
  runSteps,
  sendExchange,
} from '../../../../src/extension/runner/index.ts';
import type { RunFile, RunWish } from '../../../../src/language/semantics/index.ts';
import { define, machine, noEnvironment } from '../../../../src/language/semantics/index.ts';
import { parse } from '../../../../src/language/syntax/index.ts';
import type { RawServer, RawServerOptions } from '../../../sandbox/index.ts';
import { startRawServer } from '../../../sandbox/index.ts';
import type { Bench } from '../support.ts';
import { createBench } from '../support.ts';

let bench: Bench | undefined;
let server: RawServer | undefined;
beforeEach(() => {
  bench = undefined;
});
afterEach(async () => {
  await bench?.close();
  await server?.close();
  server = undefined;
});

async function serve(respond?: RawServerOptions['respond']): Promise<string> {
  server = await startRawServer({ ...(respond === undefined ? {} : { respond }) });
  return server.url;
}

const json = (body: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** The paths that were asked for, in order. */
const sent = (): readonly string[] => (server?.requests ?? []).map(({ head }) => head.split(' ', 2)[1] ?? '');

interface Ran {
  readonly summary: RunSummary;
  /** `a passed`, `b error: …`, `c skipped need`. */
  readonly told: readonly string[];
}

async function run(
  files: Readonly<Record<string, string>>,
  options: Partial<RunOptions> & {
    readonly wish?: (file: RunFile) => RunWish;
    /** Waited for before a step is sent. */
    readonly before?: (name: string | undefined) => Promise<void>;
  } = {},
): Promise<Ran> {
  const { wish = () => ({ kind: 'all' }), before, ...rest } = options;
  const own = (bench = await createBench(files));
  const main: RunFile = {
    path: path.join(own.folder, 'a.http'),
    definition: define(parse(files['a.http'] ?? '')),
  };
  const plan = await planRun(main, wish(main), { reader: diskReader });
  expect(plan.problems).toEqual([]);
  const told: string[] = [];
  const summary = await runSteps(plan, {
    contextOf: ({ path: file, definition }) => ({
      path: file,
      scope: { ...machine, file: definition, environment: noEnvironment, exchanges: own.log.ofFile(file) },
      access: { roots: [own.folder] },
      imports: { reader: diskReader, exchanges: (other) => own.log.ofFile(other) },
      openSession: (name = 'default') => ({ name, session: own.session }),
    }),
    async perform({ step }, context): Promise<StepResult> {
      await before?.(step.request.name);
      const prepared = await prepareExchange(step.request, context);
      const running = sendExchange(prepared, { bodies: own.bodies, signal: rest.signal });
      const exchange = await running.finished;
      await own.log.record(exchange);
      return { exchange };
    },
    ...rest,
    onEvent(event) {
      rest.onEvent?.(event);
      told.push(...wordsOf(event));
    },
  });
  return { summary, told };
}

function wordsOf(event: RunEvent): readonly string[] {
  if (event.kind === 'stepSkipped') return [`${event.step.request.name ?? ''} skipped ${event.reason.kind}`];
  if (event.kind !== 'stepEnded') return [];
  const { step, outcome, round, rounds, willRetry } = event;
  const place = rounds > 1 ? ` ${round + 1}/${rounds}` : '';
  return [`${step.request.name ?? ''}${place} ${outcome}${willRetry ? ', again' : ''}`];
}

const named = (name: string, url: string, lines = '', after = ''): string =>
  `###\n# @name ${name}\n${lines}GET ${url}/${name}\n${after}\n`;

describe('steps', () => {
  it('go in order, and count', async () => {
    const url = await serve();
    const text = `${named('a', url)}${named('b', url, '', '\n?? status == 404\n')}${named('c', url, '# @disabled\n')}`;
    const { summary, told } = await run({ 'a.http': text });
    expect(sent()).toEqual(['/a', '/b']);
    expect(told).toEqual(['a passed', 'b failed', 'c skipped disabled']);
    expect(summary).toMatchObject({
      passed: 1,
      failed: 1,
      error: 0,
      skipped: 1,
      notRun: 0,
      tests: { passed: 0, failed: 1, notRun: 0 },
    });
  });

  it('use the answers of what they need, also from a file that is imported', async () => {
    const url = await serve(({ head }) => json(head.startsWith('GET /login') ? '{"token": "t1"}' : '{}'));
    await run({
      'a.http': `import ./auth.http\n\n###\n# @name me\n# @ref login\nGET ${url}/me?t={{login.response.body.$.token}}\n`,
      'auth.http': named('login', url),
    });
    expect(sent()).toEqual(['/login', '/me?t=t1']);
  });

  it('are left out when something they need has no answer', async () => {
    const url = await serve();
    const { told, summary } = await run({
      'a.http': `${named('login', 'http://127.0.0.1:1')}${named('me', url, '# @ref login\n')}${named('other', url)}`,
    });
    expect(told).toEqual(['login error', 'me skipped need', 'other passed']);
    expect(summary).toMatchObject({ error: 1, skipped: 1, passed: 1 });
  });

  it('that cannot be prepared are errors of their own', async () => {
    const url = await serve();
    const { told } = await run({ 'a.http': `${named('a', '{{nope}}')}${named('b', url)}` });
    expect(told).toEqual(['a error', 'b passed']);
  });

  it('after a failure are not run where that was asked for', async () => {
    const url = await serve();
    const text = `${named('a', url, '', '\n?? status == 404\n')}${named('b', url)}${named('c', url)}`;
    const { told, summary } = await run({ 'a.http': text }, { bail: true });
    expect(told).toEqual(['a failed', 'b skipped bail', 'c skipped bail']);
    expect(summary.notRun).toBe(2);
  });

  it('are tried again only as often as was asked for', async () => {
    let answers = 0;
    const url = await serve(() => json(`{"n": ${(answers += 1)}}`));
    const text = named('a', url, '', '\n?? body $.n == 3\n');
    const { told, summary } = await run({ 'a.http': text }, { retries: 2 });
    expect(told).toEqual(['a failed, again', 'a failed, again', 'a passed']);
    expect(summary).toMatchObject({ passed: 1, failed: 0 });
  });

  it('that are left when the run is cancelled are told as not run', async () => {
    const cancellation = new AbortController();
    const url = await serve(() => {
      cancellation.abort();
      return 'HTTP/1.1 200 OK\r\n';
    });
    const { told, summary } = await run(
      { 'a.http': `${named('a', url)}${named('b', url)}${named('old', url, '# @disabled\n')}` },
      { signal: cancellation.signal },
    );
    expect(told).toEqual(['a cancelled', 'b skipped cancelled', 'old skipped disabled']);
    expect(summary).toMatchObject({ cancelled: 1, notRun: 1, skipped: 1 });
  });
});

describe('run lines', () => {
  it('give variables to what they run, filled as seen from their line', async () => {
    const url = await serve();
    const { told } = await run({
      'a.http': `import ./b.http\n@who = ann\n\nrun #user (@name={{who}}, @host=${url})\n\nrun ./c.http (@host=${url})\n`,
      'b.http': '@name = nobody\n### user\nGET {{host}}/{{name}}\n',
      'c.http': '### one\nGET {{host}}/one\n\n### two\nGET {{host}}/two\n',
    });
    expect(sent()).toEqual(['/ann', '/one', '/two']);
    expect(told).toEqual(['user passed', 'one passed', 'two passed']);
  });

  it('whose variables have no value are errors', async () => {
    const url = await serve();
    const events: RunEvent[] = [];
    await run(
      { 'a.http': `run #user (@name={{nope}})\n\n### user\n# @disabled\nGET ${url}/{{name}}\n` },
      { onEvent: (event) => events.push(event) },
    );
    const ended = events.find((event) => event.kind === 'stepEnded');
    expect(ended?.kind === 'stepEnded' && ended.result.error?.message).toBe(
      '@name of `run` has no value: {{nope}}: "nope" is not defined in the file or its environments.',
    );
    expect(sent()).toEqual([]);
  });
});

describe('loops', () => {
  it('send a request for each round, with the index', async () => {
    const url = await serve();
    const { told } = await run({ 'a.http': `### a\n# @loop for 3\nGET ${url}/{{$index}}\n` });
    expect(sent()).toEqual(['/0', '/1', '/2']);
    expect(told).toEqual(['a 1/3 passed', 'a 2/3 passed', 'a 3/3 passed']);
  });

  it('go over the answer of an earlier request, part by part', async () => {
    const url = await serve(() => json('{"users": [{"id": 7, "name": "ann"}, {"id": 8, "name": "bob"}]}'));
    await run({
      'a.http': `### list\nGET ${url}/list\n\n### one\n# @loop for user of {{list.response.body.$.users}}\nGET ${url}/{{user.id}}/{{user.name}}\n`,
    });
    expect(sent()).toEqual(['/list', '/7/ann', '/8/bob']);
  });

  it('over nothing send nothing', async () => {
    const url = await serve();
    const { told } = await run({ 'a.http': `@ids = []\n### a\n# @loop for id of ids\nGET ${url}/{{id}}\n` });
    expect(told).toEqual(['a skipped emptyLoop']);
  });

  it('that need an expression are errors, and what comes behind them is sent', async () => {
    const url = await serve();
    const { told } = await run({
      'a.http': `### a\n# @loop while true\nGET ${url}/a\n\n### b\nGET ${url}/b\n`,
    });
    expect(told).toEqual(['a error', 'b passed']);
    expect(sent()).toEqual(['/b']);
  });
});

describe('several at a time', () => {
  it('wait for what they need, and for nothing else', async () => {
    const url = await serve();
    const text = `${named('slow', url)}${named('last', url, '# @ref slow\n')}${named('quick', url)}`;
    let release = (): void => undefined;
    const isQuickOver = new Promise<void>((resolve) => (release = resolve));
    const { told } = await run(
      { 'a.http': text },
      {
        concurrency: 2,
        before: (name) => (name === 'slow' ? isQuickOver : Promise.resolve()),
        onEvent(event) {
          if (event.kind === 'stepEnded' && event.step.request.name === 'quick') release();
        },
      },
    );
    expect(told).toEqual(['quick passed', 'slow passed', 'last passed']);
  });

  it('never go beyond the number that was asked for', async () => {
    let now = 0;
    let most = 0;
    const url = await serve();
    const text = ['a', 'b', 'c', 'd', 'e'].map((name) => named(name, url)).join('');
    const { summary } = await run(
      { 'a.http': text },
      {
        concurrency: 3,
        onEvent(event) {
          if (event.kind === 'stepStarted') most = Math.max(most, (now += 1));
          if (event.kind === 'stepEnded') now -= 1;
        },
      },
    );
    expect(most).toBe(3);
    expect(summary.passed).toBe(5);
    expect(new Set(sent())).toEqual(new Set(['/a', '/b', '/c', '/d', '/e']));
  });
});
