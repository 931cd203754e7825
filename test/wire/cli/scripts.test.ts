/** Scripts in the terminal: only where they were asked for, with what they print and test in all three kinds of output. */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exchangesIn, here, preparedIn } from './runCli.ts';
import { sandbox } from './sandbox.ts';
import { buildScriptThread } from './scriptThread.ts';

beforeAll(buildScriptThread);

const file = () =>
  [
    '### first',
    '< {% request.variables.set("id", 7); client.log("before") %}',
    `POST ${sandbox.url}/anything/{{id}}`,
    'Content-Type: application/json',
    '',
    '{"id": {{id}}}',
    '',
    '> {%',
    '  client.test("echoed", () => client.assert(response.body.json.id === 7));',
    '  client.global.set("next", response.body.json.id + 1);',
    '  console.error("after");',
    '%}',
    '',
    '### second',
    `GET ${sandbox.url}/anything/{{next}}`,
    '',
    '> {% client.test("wrong", () => client.assert(false, "so it is")) %}',
    '',
  ].join('\n');

describe('scripts', () => {
  it('are not run without --allow-scripts, which is said, and none is sent', async () => {
    const { run } = await here({ 'a.http': file() });
    const result = await run('send', 'a.http', '--name', 'first', '--json');
    expect(result.code).toBe(3);
    for (const line of [2, 8]) {
      expect(result.err).toContain(
        `Line ${line}: the script is not run, because scripts run with --allow-scripts only.`,
      );
    }
    expect(exchangesIn(result)[0]?.tests).toEqual([]);
  });

  it('run with it, carry values on, and a test that fails ends with 4', async () => {
    const { run } = await here({ 'a.http': file() });
    const result = await run('send', 'a.http', '--allow-scripts', '--json');
    const [first, second] = exchangesIn(result);
    expect(result.code).toBe(4);
    expect(first?.request?.url).toBe(`${sandbox.url}/anything/7`);
    expect(first?.logs).toEqual([
      { level: 'log', text: 'before', line: 2 },
      { level: 'error', text: 'after', line: 11 },
    ]);
    expect(first?.tests.map(({ name, outcome, line }) => [name, outcome, line])).toEqual([
      ['echoed', 'passed', 9],
    ]);
    expect(second?.request?.url).toBe(`${sandbox.url}/anything/8`);
    expect(second?.tests[0]).toMatchObject({ name: 'wrong', outcome: 'failed', message: 'so it is' });
  });

  it('print beside the answer, not into it', async () => {
    const { run } = await here({ 'a.http': file() });
    const { out, err } = await run('send', 'a.http', '--allow-scripts', '--name', 'first');
    expect((JSON.parse(out) as { json: unknown }).json).toEqual({ id: 7 });
    expect(err).toContain('│ before\n│ after\n✓ echoed\n');
  });

  it('before a request run for prepare, too', async () => {
    const { run } = await here({ 'a.http': file() });
    const [prepared] = preparedIn(
      await run('prepare', 'a.http', '--allow-scripts', '--name', 'first', '--json'),
    );
    expect([prepared?.url, prepared?.body?.data]).toEqual([`${sandbox.url}/anything/7`, '{"id": 7}']);
  });

  it('before a request that throw end with 3 and say where', async () => {
    const { run } = await here({ 'a.http': `< {%\n  nope()\n%}\nGET ${sandbox.url}/get\n` });
    const result = await run('send', 'a.http', '--allow-scripts');
    expect(result.code).toBe(3);
    expect(result.err).toContain("a.http:2: ReferenceError: 'nope' is not defined");
    expect(result.err).toContain('ScriptFailed');
  });

  it('in files come from the folder of the .http file, and others with --allow-read', async () => {
    const { run, folder } = await here({
      'a/a.http': `GET ${sandbox.url}/get\n\n> ../lib/h.js\n`,
      'lib/h.js': 'client.log("from the library")',
    });
    const refused = await run('send', 'a/a.http', '--allow-scripts');
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('FileNotAllowed') as string]);
    const allowed = await run(
      'send',
      'a/a.http',
      '--allow-scripts',
      '--allow-read',
      path.join(folder, 'lib'),
    );
    expect(allowed.err).toContain('│ from the library');
  });

  it('before a request that never end are ended when the run is', async () => {
    const { start } = await here({
      'a.http': `GET ${sandbox.url}/delay/0?first\n\n###\n< {% for (;;); %}\nGET ${sandbox.url}/get\n`,
    });
    const started = start('send', 'a.http', '--allow-scripts');
    await expect.poll(() => sandbox.log.requests.some(({ url }) => url === '/delay/0?first')).toBe(true);
    const before = performance.now();
    started.process.kill('SIGINT');
    const { code } = await started.ended;
    expect([code, performance.now() - before < 3000]).toEqual([130, true]);
  });

  it('that never end are ended when the run is', async () => {
    const { start } = await here({
      'a.http': `GET ${sandbox.url}/delay/0\n\n> {% for (;;); %}\n`,
    });
    const started = start('send', 'a.http', '--allow-scripts');
    await expect.poll(() => sandbox.log.requests.some((one) => one.url === '/delay/0')).toBe(true);
    const before = performance.now();
    started.process.kill('SIGINT');
    expect((await started.ended).code).toBe(130);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('know the round of a loop', async () => {
    const script = '< {% request.variables.set("round", "r" + request.iteration()) %}';
    const text = `### a\n# @loop for 3\n${script}\nGET ${sandbox.url}/anything/{{round}}\n`;
    const { run } = await here({ 'a.http': text });
    const exchanges = exchangesIn(await run('send', 'a.http', '--allow-scripts', '--json'));
    expect(exchanges.map(({ request }) => request?.url.slice(-3))).toEqual(['/r0', '/r1', '/r2']);
  });
});
