import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskReader, sendExchange } from '../../../../src/extension/runner/index.ts';
import {
  define,
  machine,
  noEnvironment,
  readEnvironments,
} from '../../../../src/language/semantics/index.ts';
import { parse } from '../../../../src/language/syntax/index.ts';
import type { RawServer } from '../../../sandbox/index.ts';
import { startRawServer } from '../../../sandbox/index.ts';
import type { Bench } from '../support.ts';
import { createBench } from '../support.ts';

let bench: Bench;
let server: RawServer;
beforeEach(async () => {
  server = await startRawServer({
    respond: () => 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"t":"t1"}',
  });
  bench = await createBench({
    'auth.http': `@host = ${server.url}\n@who = auth\nimport ./deep/more.http\n# @name login\nPOST {{host}}/login\n`,
    'deep/more.http': '@deep = {{who}}-more\nimport ../auth.http\n',
    'circle.http': 'import ./a.http\n@circle = 1\n',
    'secret.env': '@stolen = 1\n',
  });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

/** Prepares the last request of a text that stands in `a.http`. */
function prepare(text: string, environment = noEnvironment) {
  const file = define(parse(text));
  return bench.prepare(text, {
    index: file.requests.length - 1,
    scope: { ...machine, file, environment },
    imports: { reader: diskReader, exchanges: (other) => bench.log.ofFile(other) },
  });
}

describe('imported files', () => {
  it('give their variables, and those that they import, below those of the file', async () => {
    const { exchange, warnings, unresolved } = await prepare(
      'import ./auth.http\n@who = me\nGET {{host}}/{{deep}}',
    );
    expect(exchange.prepared.url).toBe(`${server.url}/me-more`);
    expect(unresolved).toEqual([]);
    expect(warnings).toEqual(['The imports lead in a cycle: auth.http → more.http → auth.http.']);
  });

  it('beat environments, but not in the dialect where environments beat the file', async () => {
    const environment = readEnvironments([
      { kind: 'settings', origin: 'settings', value: { dev: { who: 'env' } } },
    ]).select('dev');
    const url = async (text: string) => (await prepare(text, environment)).exchange.prepared.url;
    expect(await url('# @import ./auth.http\nGET {{host}}/{{who}}')).toBe(`${server.url}/auth`);
    expect(await url('# @dialect jetbrains\nimport ./auth.http\n###\nGET {{host}}/{{who}}')).toBe(
      `${server.url}/env`,
    );
  });

  it('give the answers of their requests', async () => {
    const text = '# @import ./auth.http\nGET {{host}}/me\nX: {{login.response.body.$.t}}';
    expect((await prepare(text)).unresolved.map(({ reason }) => reason)).toEqual([
      'the request "login" has not been sent',
    ]);
    const auth = path.join(bench.folder, 'auth.http');
    const login = define(parse((await diskReader.readText(auth)) ?? ''));
    const prepared = await bench.prepare('', {
      path: auth,
      definition: login.requests[0],
      scope: { ...machine, file: login, environment: noEnvironment },
    });
    await bench.log.record(await sendExchange(prepared, { bodies: bench.bodies }).finished);
    expect((await prepare(text)).exchange.prepared.headers.get('X')).toBe('t1');
  });

  it('that lead back are named, and those that cannot be read', async () => {
    const circle = await prepare('import ./circle.http\n###\nGET http://a.test/{{circle}}');
    expect(circle.exchange.prepared.url).toBe('http://a.test/1');
    expect(circle.warnings).toEqual(['The imports lead in a cycle: a.http → circle.http → a.http.']);
    const missing = await prepare(
      'import ./none.http\nimport ./secret.env\n###\nGET http://a.test/{{stolen}}',
    );
    expect(missing.warnings).toEqual([
      'a.http imports ./none.http, which cannot be read.',
      'a.http imports ./secret.env, which cannot be read.',
    ]);
    expect(missing.unresolved.map(({ name }) => name)).toEqual(['stolen']);
  });
});
