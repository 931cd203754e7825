/** How scripts run: tests, lines, what they throw, what they wait for, and in which order. */
import { beforeAll, describe, expect, it } from 'vitest';
import { unparsedScripts } from '../../../../src/extension/runner/index.ts';
import type { ScriptOutcome, ScriptRunner } from '../../../../src/extension/scripts/index.ts';
import { define } from '../../../../src/language/semantics/index.ts';
import { parse } from '../../../../src/language/syntax/index.ts';
import { createTestRunner, handlerJob, inline, preRequestJob, runJob } from './scriptBench.ts';

let runner: ScriptRunner;
beforeAll(async () => {
  runner = await createTestRunner();
});

const handle = (source: string): Promise<ScriptOutcome> => runJob(runner, handlerJob(source));
const texts = ({ lines }: ScriptOutcome) => lines.map(({ text }) => text);

describe('a test', () => {
  it('passes, or says why it did not, with the line it stands in', async () => {
    const { tests } = await handle(
      '\nclient.test("right", () => { client.assert(response.status === 201, "no") });\n' +
        'client.test("wrong", function () { client.assert(response.status === 200, "status was 201") });\n' +
        'client.test("thrown", () => nope.nope);',
    );
    expect(tests).toEqual([
      { name: 'right', line: 11, message: undefined },
      { name: 'wrong', line: 12, message: 'status was 201' },
      { name: 'thrown', line: 13, message: "ReferenceError: 'nope' is not defined" },
    ]);
  });

  it('runs after its script, and may wait', async () => {
    const outcome = await handle(
      'client.test("late", async () => { await sleep(5); client.log("test") }); client.log("script")',
    );
    expect(texts(outcome)).toEqual(['script', 'test']);
    expect(outcome.tests).toEqual([{ name: 'late', line: 10, message: undefined }]);
  });

  it('comes to its end before the next one begins', async () => {
    const outcome = await handle(
      'client.test("one", () => { Promise.resolve().then(() => client.log("of one")) });' +
        'client.test("two", () => { client.log("two") });' +
        'client.test("three", async () => { await sleep(1); client.test("four", () => client.assert(false)) });',
    );
    expect(texts(outcome)).toEqual(['of one', 'two']);
    expect(outcome.tests.map(({ name, message }) => [name, message === undefined])).toEqual([
      ['one', true],
      ['two', true],
      ['three', true],
      ['four', false],
    ]);
  });

  it('is kept when its script throws behind it', async () => {
    const { tests, failures } = await handle('client.test("kept", () => {}); throw new Error("boom")');
    expect(tests.map(({ name }) => name)).toEqual(['kept']);
    expect(failures).toEqual([{ kind: 'Failed', message: 'boom', place: 'a.http:10', line: 10 }]);
  });
});

describe('an assertion outside of a test', () => {
  it('is a row of its own, and ends the script when it does not hold', async () => {
    const outcome = await handle(
      'client.assert(true, "one"); client.assert(false, "two"); client.log("three")',
    );
    expect(outcome.tests).toEqual([
      { name: 'one', line: 10, message: undefined },
      { name: 'two', line: 10, message: 'two' },
    ]);
    expect(outcome.failures).toEqual([]);
    expect(outcome.lines).toEqual([]);
  });

  it('stops a request that it stands before', async () => {
    const { failures } = await runJob(runner, preRequestJob('\n\nclient.assert(1 > 2, "one is less")'));
    expect(failures).toEqual([{ kind: 'Failed', message: 'one is less', place: 'a.http:12', line: 12 }]);
  });
});

describe('what a script prints', () => {
  it('is text as it is, and JSON of the rest, with its level and line', async () => {
    const { lines } = await handle(
      'client.log("a", 1, null, undefined, { b: [1] });\nconsole.warn(new TypeError("x"));\n' +
        'console.error("e"); console.info("i"); console.debug("d"); console.log(new Map(), () => 1)',
    );
    expect(lines).toEqual([
      { level: 'log', text: 'a 1 null undefined {"b":[1]}', line: 10 },
      { level: 'warn', text: 'TypeError: x', line: 11 },
      { level: 'error', text: 'e', line: 12 },
      { level: 'info', text: 'i', line: 12 },
      { level: 'debug', text: 'd', line: 12 },
      { level: 'log', text: '{} () => 1', line: 12 },
    ]);
  });

  it('is cut where it would fill the memory', async () => {
    const { lines } = await handle(
      'for (let i = 0; i < 3000; i++) client.log(i); client.log("x".repeat(20000))',
    );
    expect(lines).toHaveLength(1001);
    expect(lines.at(-1)?.text).toBe('… 2001 more lines');
    const long = await handle('client.log("x".repeat(20000))');
    expect(long.lines[0]?.text).toHaveLength(10_001);
  });
});

describe('a script', () => {
  it('ends with client.exit, which nothing can catch, and its tests still run', async () => {
    const outcome = await handle(
      'client.test("made before", () => {}); try { client.exit() } finally { client.log("no") } client.log("no")',
    );
    expect(outcome).toEqual({
      tests: [{ name: 'made before', line: 10, message: undefined }],
      lines: [],
      changes: [],
      failures: [],
    });
  });

  it('waits for what it awaits and for its timers', async () => {
    const outcome = await handle(
      'setTimeout((a) => client.log(a), 20, "late"); const id = setTimeout(() => client.log("never"), 1);' +
        'clearTimeout(id); await sleep(1); client.log("awake"); await Promise.resolve(); client.log("done")',
    );
    expect(texts(outcome)).toEqual(['awake', 'done', 'late']);
  });

  it('that waits for nothing says so', async () => {
    const { failures } = await handle('await new Promise(() => {})');
    expect(failures[0]?.message).toBe('The script waits for something that never comes.');
  });

  it.each([
    ['\n\nfoo()', "ReferenceError: 'foo' is not defined", 12],
    ['\nthrow "words"', 'words', 10],
    ['\nawait sleep(1);\nthrow new RangeError("late")', 'RangeError: late', 12],
    ['if (', "SyntaxError: unexpected token in expression: '}'", 11],
    ['throw null', 'null', 10],
    ['throw Object.create(null)', '{}', 10],
  ])('that throws tells where: %j', async (source, message, line) => {
    const { failures } = await handle(source);
    expect(failures).toEqual([{ kind: 'Failed', message, place: `a.http:${line}`, line }]);
  });

  it('is followed by the next one, which finds what it has set', async () => {
    const job = handlerJob('client.global.set("a", 1); globalThis.b = 2; throw new Error("x")');
    const scripts = [
      ...job.scripts,
      { ...inline('client.log(client.global.get("a"), b)'), line: 20, firstLine: 20 },
    ];
    const outcome = await runJob(runner, { ...job, scripts });
    expect(outcome.lines).toEqual([{ level: 'log', text: '1 2', line: 20 }]);
    expect(outcome.failures).toHaveLength(1);
  });

  it('before a request is followed by none when it fails', async () => {
    const job = preRequestJob('throw new Error("x")');
    const outcome = await runJob(runner, { ...job, scripts: [...job.scripts, inline('client.log(1)')] });
    expect(outcome.lines).toEqual([]);
  });

  it('in a file of its own tells its own line, and counts for the line that names it', async () => {
    const script = { file: './h.js', path: '/folder/h.js', firstLine: 1, line: 30, isFile: true };
    const source = '\nclient.test("t", () => {});\nthrow new Error("x")';
    const outcome = await runJob(runner, { ...handlerJob(''), scripts: [{ ...script, source }] });
    expect(outcome.tests[0]?.line).toBe(30);
    expect(outcome.failures[0]).toMatchObject({ place: './h.js:3', line: 30 });
  });

  it('imports files that were read for it, and nothing else', async () => {
    const source = 'import { double } from "./lib/double.js";\nclient.log(double(21));';
    const modules = [
      ['/folder/lib/double.js', 'import { two } from "./two.js"; export const double = (n) => n * two'],
      ['/folder/lib/two.js', 'export const two = 2'],
    ] as const;
    expect(texts(await runJob(runner, { ...handlerJob(source), modules }))).toEqual(['42']);
    const { failures } = await handle('import fs from "node:fs";\nclient.log(fs)');
    expect(failures[0]?.message).toContain('fs cannot be imported');
  });

  it('before a request finds no response, also where the one before had one', async () => {
    const source = 'client.log(typeof response); client.log(response.status)';
    expect(texts(await handle(source))).toEqual(['object', '201']);
    const { lines, failures } = await runJob(runner, preRequestJob(source));
    expect(lines.map(({ text }) => text)).toEqual(['undefined']);
    expect(failures.map(({ message }) => message)).toEqual(["ReferenceError: 'response' is not defined"]);
    expect(texts(await handle(source))).toEqual(['object', '201']);
  });

  it('may put something else in the place of what is there', async () => {
    const source = 'response = { status: 1 }; request = 2; client.log(response.status, request)';
    expect(texts(await handle(source))).toEqual(['1 2']);
    expect(texts(await handle('client.log(response.status, request.method)'))).toEqual(['201 POST']);
  });

  it('finds its thread ready where it was expected', async () => {
    const expecting = await createTestRunner();
    expecting.expect();
    expecting.expect();
    const { failures, lines } = await runJob(expecting, handlerJob('client.log("here")'));
    expect([failures, lines.map(({ text }) => text)]).toEqual([[], ['here']]);
  });

  it('finds nothing of the one before', async () => {
    await handle(
      'globalThis.left = 1; Object.prototype.polluted = 1; Array.prototype.map = null; JSON.stringify = null;' +
        'client.test = null; Math.random = () => 4; response.body.token = "x"',
    );
    const outcome = await handle(
      'client.log(typeof left, ({}).polluted, typeof [].map, typeof JSON.stringify, typeof client.test,' +
        ' Math.random() === 4, response.body.token)',
    );
    expect(texts(outcome)).toEqual(['undefined undefined function function function false secret']);
  });
});

describe('scripts at the same time', () => {
  it('each get their own answer', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        return handle(`await sleep(${20 - index}); client.log(${index})`);
      }),
    );
    expect(outcomes.map(texts)).toEqual(outcomes.map((_, index) => [String(index)]));
  });
});

describe('a file', () => {
  const unparsed = (text: string) =>
    unparsedScripts(define(parse(text)).requests, runner, new AbortController().signal);

  it('tells the scripts that do not parse, with the line, and runs none', async () => {
    const text = [
      '< {% for (;;); %}',
      'GET http://a.test/',
      '',
      '> {%',
      '  client.test("a", () => {',
      '    client.assert(1 === );',
      '  });',
      '%}',
      '',
      '###',
      'GET http://a.test/',
      '',
      '> {% await sleep(1); return 5; %}',
      '> ./nowhere.js',
      '> {% const a = 1; const a = 2 %}',
    ];
    expect(await unparsed(text.join('\n'))).toEqual([
      { line: 6, message: "SyntaxError: unexpected token in expression: ')'" },
      { line: 15, message: 'SyntaxError: invalid redefinition of lexical identifier' },
    ]);
  });

  it('without scripts is asked nothing', async () => {
    expect(await unparsed('GET http://a.test/')).toEqual([]);
  });

  it('leaves no trace in what is run next', async () => {
    expect(await unparsed('GET http://a.test/\n\n> {% let } %}')).toHaveLength(1);
    expect(texts(await handle('client.log(response.status)'))).toEqual(['201']);
  });
});
