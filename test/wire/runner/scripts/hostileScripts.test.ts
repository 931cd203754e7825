/** Scripts that eat time, memory and depth, and scripts that look for a way out (reliability X03, X04, T13, T15). */
import { beforeAll, describe, expect, it } from 'vitest';
import { startScriptRunner } from '../../../../src/extension/scripts/scriptRunner.ts';
import type { ScriptOutcome, ScriptRunner } from '../../../../src/extension/scripts/index.ts';
import { builtThread, createTestRunner, handlerJob, preRequestJob, runJob } from './scriptBench.ts';

/** Milliseconds. */
const limit = 1000;
/** A busy machine may be late; a script may not. */
const slack = 3000;

let runner: ScriptRunner;
beforeAll(async () => {
  runner = await createTestRunner(limit);
});

const handle = (source: string): Promise<ScriptOutcome> => runJob(runner, handlerJob(source));

describe('a script that eats (X03)', () => {
  it.each([
    ['time', 'for (;;);', /^Timeout$/],
    ['time and catches everything', 'for (;;) try { for (;;); } catch {} finally { continue }', /^Timeout$/],
    ['time while it waits', 'for (;;) await sleep(10)', /^Timeout$/],
    [
      'time in promises',
      'const again = () => Promise.resolve().then(again); again(); await sleep(1e6)',
      /^Timeout$/,
    ],
    // Where there is no time limit before, its promises take all memory, which QuickJS does not tell.
    [
      'time or memory in promises that wait for each other',
      'const again = () => Promise.resolve().then(again); await again()',
      /^(?:Timeout|Limit)$/,
    ],
    ['time in a timer', 'setTimeout(() => { for (;;); }, 1)', /^Timeout$/],
    ['time in a test', 'client.test("t", () => { for (;;); })', /^Timeout$/],
    ['time in a getter that is printed', 'client.log({ get a() { for (;;); } })', /^Timeout$/],
    ['time in an expression', '/^(a+)+$/.test("a".repeat(40) + "!")', /^Timeout$/],
    [
      'time in a digest builder',
      'const d = crypto.md5(); for (;;) d.updateWithText("x")',
      /^(?:Timeout|Limit)$/,
    ],
    ['memory', 'const a = []; for (;;) a.push(new Uint8Array(1e6))', /^(?:Limit|Timeout)$/],
    ['memory in pieces', 'const a = []; for (;;) a.push({ a })', /^(?:Limit|Timeout)$/],
    ['memory in one text', 'let s = "x"; for (;;) s += s', /^Limit$/],
    ['depth', 'const f = () => f(); f()', /^Limit$/],
    ['depth in JSON', 'JSON.parse("[".repeat(1e5))', /^Limit$/],
    ['depth in an expression', 'new RegExp("(".repeat(1e5))', /^(?:Limit|Failed)$/],
    ['depth in its own text', 'eval("[".repeat(1e5))', /^(?:Limit|Failed)$/],
  ])('%s ends by its name, and the next one runs', async (_what, source, kind) => {
    const started = performance.now();
    const { failures } = await handle(source);
    expect(performance.now() - started).toBeLessThan(limit + slack);
    expect(failures[0]?.kind).toMatch(kind);
    expect(failures[0]?.message).toMatch(/^[A-Z].*\.$|^SyntaxError/);
    expect((await handle('client.log("alive")')).lines).toMatchObject([{ text: 'alive' }]);
  });

  it('memory in promises is told although QuickJS does not tell it', async () => {
    const patient = await createTestRunner(30_000);
    const source = 'const again = () => Promise.resolve().then(again); await again()';
    const { failures } = await runJob(patient, handlerJob(source));
    expect(failures).toMatchObject([{ kind: 'Limit', line: 10 }]);
    const waiting = await runJob(patient, handlerJob('await new Promise(() => undefined)'));
    expect(waiting.failures).toMatchObject([{ kind: 'Failed' }]);
  });

  it('depth in the body that a server sent is told, too', async () => {
    const body = '['.repeat(100_000);
    const { failures } = await runJob(runner, handlerJob('response.body', { body }));
    expect(failures[0]?.kind).toBe('Limit');
  });

  it('keeps what it printed and set before', async () => {
    const { lines, changes } = await handle('client.log("here"); client.global.set("a", 1); for (;;);');
    expect([lines.length, changes.length]).toEqual([1, 1]);
  });

  it('leaves the others alone', async () => {
    const many = await Promise.all([handle('for (;;);'), handle('client.log(1)'), handle('client.log(2)')]);
    expect(many.map(({ failures }) => failures.length)).toEqual([1, 0, 0]);
  });

  it('is ended at once when its send is cancelled', async () => {
    const cancel = new AbortController();
    const running = createTestRunner(60_000).then((slow) => slow.run(handlerJob('for (;;);'), cancel.signal));
    setTimeout(() => cancel.abort(new Error('enough')), 200);
    await expect(running).rejects.toThrow('enough');
  });

  it('waits in line where all threads are busy, and leaves the line when it is cancelled', async () => {
    const busy = startScriptRunner({ worker: await builtThread(), patience: 60_000 });
    const cancel = new AbortController();
    const running = Array.from({ length: 6 }, () => busy.run(handlerJob('for (;;);'), cancel.signal));
    cancel.abort(new Error('all of them'));
    const ended = await Promise.allSettled(running);
    expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'rejected'));
    await busy.dispose();
  });
});

describe('a script that looks for a way out (X04)', () => {
  it.each([
    'typeof process',
    'typeof require',
    'typeof module',
    'typeof Buffer',
    'typeof fetch',
    'typeof XMLHttpRequest',
    'typeof WebAssembly',
    'typeof Worker',
    'typeof host',
    'typeof control',
    'typeof libraries',
    'typeof std',
    'typeof os',
    'typeof globalThis.constructor.constructor("return this.process")()',
    'typeof this.constructor.constructor("return process")',
    'typeof Function("return this")().process',
    'typeof client.log.constructor("return this")().process',
    'typeof sleep.constructor("return typeof process")().length',
    'typeof (async () => {}).constructor("return this.require")().require',
    'typeof response.body.constructor.constructor("return this")().process',
    'typeof request.url.constructor("return globalThis")().require',
    'typeof Error.prepareStackTrace',
    'typeof new Error().stack.constructor.constructor("return this")().process',
    'typeof Symbol.for("nodejs.util.inspect.custom").constructor.constructor("return this")().process',
  ])('finds nothing: %s', async (expression) => {
    const { lines, failures } = await handle(`client.log(${expression})`);
    expect(lines[0]?.text ?? failures[0]?.message).toMatch(/undefined|number|is not defined|function/);
    expect(lines[0]?.text).not.toBe('object');
  });

  it.each([
    ['a module of Node', 'const fs = await import("node:fs"); client.log(typeof fs.readFileSync)'],
    ['a module without its prefix', 'const fs = await import("fs"); client.log(typeof fs.readFileSync)'],
    ['a file', 'const text = await import("/etc/passwd"); client.log(text)'],
    ['a file by a way up', 'const text = await import("../../etc/passwd"); client.log(text)'],
    ['an address', 'await import("https://a.test/x.js")'],
    ['data', 'await import("data:text/javascript,export default 1")'],
    ['itself', 'await import("script:0")'],
  ])('cannot import %s', async (_what, source) => {
    const { lines, failures } = await handle(source);
    expect(lines).toEqual([]);
    expect(failures).toHaveLength(1);
  });

  it('cannot reach what carries its words out', async () => {
    const source = `
      const seen = [];
      for (const name of Object.getOwnPropertyNames(globalThis)) {
        if (typeof globalThis[name] === 'function' && /host|record/i.test(name)) seen.push(name);
      }
      JSON.stringify = (value) => { seen.push('taken'); return '{"kind":"line","level":"log","text":"forged"}' };
      Function.prototype.call = Function.prototype.apply = null;
      client.log(seen.length);`;
    const { lines } = await handle(source);
    expect(lines).toEqual([{ level: 'log', text: '0', line: 17 }]);
  });

  it('pollutes nothing with what it hands out', async () => {
    const source = `
      client.global.set('__proto__', { polluted: 1 });
      client.global.set('a', JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'));
      request.variables.set('constructor', 1);
      client.global.headers.set('__proto__', 'x');
      client.test('__proto__', () => {});`;
    const { changes, tests } = await runJob(runner, preRequestJob(source));
    expect(tests[0]?.name).toBe('__proto__');
    expect(changes).toHaveLength(4);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('is given what its variables are called and nothing they are not', async () => {
    const job = handlerJob(
      'client.log(client.global.get("__proto__"), client.global.get("constructor"), $env.toString)',
    );
    expect((await runJob(runner, job)).lines).toMatchObject([{ text: 'null null undefined' }]);
  });

  it('cannot break out of the function that holds it', async () => {
    const { lines } = await handle('})(); client.log(typeof process, typeof host); (async () => {');
    expect(lines).toMatchObject([{ text: 'undefined undefined' }]);
  });

  it('cannot fill what it hands out without end', async () => {
    const source = 'const text = "x".repeat(3e6); for (;;) client.global.set("a", text)';
    // The limit is what is tried here, not the time.
    const { failures } = await runJob(await createTestRunner(60_000), handlerJob(source));
    expect(failures[0]?.message).toContain('larger than 8 MiB');
  });
});
