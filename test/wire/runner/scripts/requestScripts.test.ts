/** Scripts around a request: what they set is sent, what they find is kept, and where they may not run it is said. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange, PrepareContext, ScriptRunner } from '../../../../src/extension/runner/index.ts';
import { createScriptRunner, globalsOf, sendExchange } from '../../../../src/extension/runner/index.ts';
import type { RawServer } from '../../../sandbox/index.ts';
import { startRawServer } from '../../../sandbox/index.ts';
import type { Bench } from '../support.ts';
import { createBench } from '../support.ts';
import { createTestRunner } from './scriptBench.ts';

let runner: ScriptRunner;
let bench: Bench;
let server: RawServer;
let url: string;
beforeAll(async () => {
  runner = await createTestRunner();
});
beforeEach(async () => {
  bench = await createBench();
  const body = '{"token":"tok-1"}';
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  server = await startRawServer({ respond: () => `${head}\r\n\r\n${body}` });
  ({ url } = server);
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

const prepare = (text: string, options: Partial<PrepareContext> & { index?: number } = {}) =>
  bench.prepare(text, { scripts: runner, ...options });

async function send(
  text: string,
  options: Partial<PrepareContext> & { index?: number } = {},
): Promise<Exchange> {
  const prepared = await prepare(text, options);
  return sendExchange(prepared, { bodies: bench.bodies }).finished;
}

const results = ({ tests = [] }: Exchange) => tests.map(({ name, outcome, line }) => [name, outcome, line]);

describe('a script before a request', () => {
  it('sets what its texts are filled with, which the preview shows and the wire carries', async () => {
    const text = `< {%\n  request.variables.set("id", 40 + 2);\n  client.log("ready");\n%}\nPOST ${url}/a?id={{id}}\nX-Id: {{id}}\n\n{"id": {{id}}}\n`;
    const { exchange } = await prepare(text);
    expect(exchange.prepared.url).toBe(`${url}/a?id=42`);
    expect(exchange.logs).toEqual([{ level: 'log', text: 'ready', line: 3 }]);
    const sent = await send(text);
    expect(sent.prepared.body).toBe('{"id": 42}');
    expect(sent.prepared.headers.get('X-Id')).toBe('42');
    expect(sent.logs).toHaveLength(1);
  });

  it('sets it for this request alone', async () => {
    const text = `< {% request.variables.set("id", 1) %}\nGET ${url}/a\n\n###\nGET ${url}/{{id}}\n`;
    await send(text);
    const next = await send(text, { index: 1 });
    expect(next.error?.name).toBe('UnresolvedVariable');
  });

  it('that throws stops the send, and says where', async () => {
    const text = `### a\n< {%\n  foo();\n%}\nGET ${url}/\n`;
    await expect(prepare(text)).rejects.toMatchObject({
      name: 'ScriptFailed',
      phase: 'script',
      message: "a.http:3: ReferenceError: 'foo' is not defined",
    });
  });

  it('that never ends stops the send by its name', async () => {
    const scripts = await createTestRunner(300);
    await expect(prepare(`< {% for (;;); %}\nGET ${url}/\n`, { scripts })).rejects.toMatchObject({
      name: 'ScriptTimeout',
      message: 'a.http:1: The script ran longer than 0.3 s and was ended.',
    });
  });

  it('is ended by whoever cancels', async () => {
    const cancel = new AbortController();
    const preparing = prepare(`< {% for (;;); %}\nGET ${url}/\n`, { signal: cancel.signal });
    setTimeout(() => cancel.abort(), 100);
    await expect(preparing).rejects.toMatchObject({ name: 'Cancelled', phase: 'script' });
  });

  it('counts more than the file, and less than what was said on the command line', async () => {
    const text = `@id = file\n< {% request.variables.set("id", "script"); client.global.set("id", "global") %}\nGET ${url}/{{id}}\n`;
    expect((await prepare(text)).exchange.prepared.url).toBe(`${url}/script`);
    expect((await prepare(`@id = file\nGET ${url}/{{id}}\n`)).exchange.prepared.url).toBe(`${url}/global`);
  });
});

describe('a handler', () => {
  it('makes rows of what it tests, beside the assertions of httpYac', async () => {
    const exchange = await send(
      `GET ${url}/\n\n> {%\n  client.test("has a token", () => client.assert(response.body.token === "tok-1"));\n  client.test("is late", () => client.assert(false, "it is not"));\n%}\n?? status == 200\n`,
    );
    expect(results(exchange)).toEqual([
      ['has a token', 'passed', 4],
      ['is late', 'failed', 5],
      ['status == 200', 'passed', 7],
    ]);
    expect(exchange.state).toBe('done');
  });

  it('that throws is a row that did not pass, and the answer is kept', async () => {
    const exchange = await send(`GET ${url}/\n\n> {%\n  nope()\n%}\n`);
    expect(exchange.tests).toEqual([
      {
        ...{ name: 'script a.http:4', line: 4, outcome: 'failed', expected: undefined, actual: undefined },
        message: "ReferenceError: 'nope' is not defined",
      },
    ]);
    expect([exchange.state, exchange.body?.length]).toEqual(['done', 17]);
  });

  it('that never ends is one by its name', async () => {
    const scripts = await createTestRunner(300);
    const exchange = await send(`GET ${url}/\n\n> {% for (;;); %}\n`, { scripts });
    expect(exchange.tests?.[0]?.message).toMatch(/^ScriptTimeout: The script ran longer/);
  });

  it('keeps values in the session, which later requests use', async () => {
    await send(`GET ${url}/\n\n> {% client.global.set("token", response.body.token) %}\n`);
    const { exchange } = await prepare(`GET ${url}/b\nAuthorization: Bearer {{token}}\n`);
    expect(exchange.prepared.headers.get('Authorization')).toBe('Bearer tok-1');
    expect([...globalsOf(bench.session).values]).toEqual([['token', 'tok-1']]);
  });

  it('adds headers to later requests, unless they have their own', async () => {
    await send(`GET ${url}/\n\n> {% client.global.headers.set("X-A", "1") %}\n`);
    expect((await prepare(`GET ${url}/b\n`)).exchange.prepared.headers.get('X-A')).toBe('1');
    expect((await prepare(`GET ${url}/b\nx-a: 2\n`)).exchange.prepared.headers.get('X-A')).toBe('2');
    await send(`GET ${url}/\n\n> {% client.global.headers.clear("X-A") %}\n`);
    expect((await prepare(`GET ${url}/b\n`)).exchange.prepared.headers.get('X-A')).toBeUndefined();
  });

  it('shows no secret in what it prints', async () => {
    const exchange = await send(
      `@password = hunter22\nGET ${url}/?p={{password}}\n\n> {% client.log(request.url()); client.test("hunter22", () => { throw "hunter22" }) %}\n`,
    );
    expect(JSON.stringify([exchange.logs, exchange.tests])).not.toContain('hunter22');
  });

  it('is no part of how long the answer took', async () => {
    const exchange = await send(`GET ${url}/\n\n> {% await sleep(800) %}\n?? duration < 700\n`);
    expect(exchange.tests?.map(({ outcome }) => outcome)).toEqual(['passed']);
    expect(exchange.endedAt! - exchange.startedAt!).toBeLessThan(700);
  });

  it('is ended when its send is cancelled, and the answer is kept (S07)', async () => {
    const prepared = await prepare(`GET ${url}/\n\n> {% for (;;); %}\n`);
    const running = sendExchange(prepared, {
      bodies: bench.bodies,
      onDidChange: ({ phase, endedAt }) => {
        if (phase === 'script' && endedAt === undefined) running.cancel();
      },
    });
    const exchange = await running.finished;
    expect([exchange.state, exchange.phase, exchange.error?.name]).toEqual([
      'cancelled',
      'script',
      'Cancelled',
    ]);
    expect([exchange.response?.status, exchange.body?.complete]).toEqual([200, true]);
  });
});

describe('a script in a file of its own', () => {
  it('runs like one in the file, in the order they stand in', async () => {
    await writeFile(path.join(bench.folder, 'h.js'), 'client.log("file", client.global.get("a"));');
    const exchange = await send(
      `GET ${url}/\n\n> {% client.global.set("a", 1) %}\n> ./h.js\n> {% client.log("inline") %}\n`,
    );
    expect(exchange.logs).toEqual([
      { level: 'log', text: 'file 1', line: 4 },
      { level: 'log', text: 'inline', line: 5 },
    ]);
  });

  it('may import files beside it', async () => {
    await mkdir(path.join(bench.folder, 'lib'));
    await writeFile(path.join(bench.folder, 'lib/h.js'), 'import { a } from "../a.js";\nclient.log(a);');
    await writeFile(path.join(bench.folder, 'a.js'), 'export const a = "imported";');
    expect((await send(`GET ${url}/\n\n> ./lib/h.js\n`)).logs?.[0]?.text).toBe('imported');
  });

  it('that is missing is known before anything is sent', async () => {
    await expect(prepare(`GET ${url}/\n\n> ./nope.js\n`)).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'a.http:3: the file ./nope.js does not exist.',
    });
    expect(server.connections).toEqual([]);
  });

  it('is not read from outside the folder, neither by name, nor by a link, nor by an import', async () => {
    await symlink('/etc/hosts', path.join(bench.folder, 'link.js'));
    await writeFile(path.join(bench.folder, 'imports.js'), 'import "../../../../../../etc/hosts";');
    for (const file of ['../../../etc/hosts.js', './link.js', './imports.js']) {
      const error: unknown = await prepare(`GET ${url}/\n\n> ${file}\n`).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        name: expect.stringMatching(/^(?:FileNotAllowed|InvalidRequest)$/) as string,
      });
    }
  });

  it('in Lua is not run, and said so', async () => {
    const { warnings } = await prepare(`GET ${url}/\n\n> ./h.lua\n`);
    expect(warnings).toEqual(['Line 3: the script is not run.']);
  });
});

describe('where scripts may not run', () => {
  it('because their thread cannot be started, it is a row that says so', async () => {
    const scripts = createScriptRunner({ worker: path.join(bench.folder, 'nothing.cjs') });
    const exchange = await send(`GET ${url}/\n\n> {% client.log(1) %}\n`, { scripts });
    expect(exchange.state).toBe('done');
    expect(exchange.tests?.[0]?.message).toMatch(/^The script could not be run: Cannot find module/);
    await scripts.dispose();
  });

  it('it is said for each, none is sent, and nothing is read', async () => {
    const scripts = { refused: 'the folder is not trusted' };
    const text = `< {% request.variables.set("a", 1) %}\n< ./nope.js\nPOST ${url}/\n\nbody\n\n> {% client.test("x", () => {}) %}\n`;
    const { warnings, exchange, handlers } = await prepare(text, { scripts });
    expect(warnings).toEqual(
      [1, 2, 7].map((line) => `Line ${line}: the script is not run, because the folder is not trusted.`),
    );
    expect(exchange.prepared.body).toBe('body');
    expect(handlers).toBeUndefined();
  });
});
