import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { startRawServer } from '../../sandbox/index.ts';
import { readJson, type JsonReport } from './readReports.ts';
import { exchangesIn, here, type Place } from './runCli.ts';
import { sandbox } from './sandbox.ts';

const answer = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{"id":7}';
const json = ['--report', 'json=r/run.json'];

/** A server that answers nobody before so many ask at a time, and knows how many ever did. */
async function startTogether(count: number) {
  let open = 0;
  let most = 0;
  const together = Promise.withResolvers<undefined>();
  const server = await startRawServer({
    script: async (connection) => {
      while ((await connection.readRequest()) !== undefined) {
        open += 1;
        most = Math.max(most, open);
        if (open === count) together.resolve(undefined);
        await together.promise;
        open -= 1;
        await connection.send(answer);
      }
    },
  });
  return { url: server.url, most: () => most, close: () => server.close() };
}

async function report({ folder }: Place): Promise<JsonReport> {
  return readJson(folder);
}

function urls({ iterations }: JsonReport): readonly string[] {
  return iterations.flatMap(({ requests }) => requests.map(({ url }) => url.replace(sandbox.url, '')));
}

describe('a data file', () => {
  it('runs the file once a row, with its columns as variables that --var beats', async () => {
    const place = await here({
      'a.http': `@user = nobody\nGET ${sandbox.url}/get?{{user}}={{n}}\n\n?? body $.args.ada == 1\n`,
      'users.csv': 'user,n\nada,1\n"grace",2\n',
    });
    const { code, err } = await place.run('send', 'a.http', '--data', 'users.csv', ...json);
    expect(code).toBe(4);
    const { iterations } = await report(place);
    expect(iterations.map(({ row, requests: [request] }) => [row, request?.outcome])).toEqual([
      [1, 'passed'],
      [2, 'failed'],
    ]);
    expect(err).toMatch(/^a\.http, row 2\n✕ [^]*\n2 requests: 1 passed, 1 failed · 2 assertions: /);
    await place.run('send', 'a.http', '--data', 'users.csv', '--var', 'user=all', ...json);
    expect(urls(await report(place))).toEqual(['/get?all=1', '/get?all=2']);
  });

  it('gives each row sessions of its own', async () => {
    const { run } = await here({
      'a.http': `### get\nGET ${sandbox.url}/cookies\n\n### set\nGET ${sandbox.url}/cookies/set?who={{user}}\n`,
      'users.jsonl': '{"user": "ada"}\n{"user": "grace"}\n',
    });
    const result = await run('send', 'a.http', '--data', 'users.jsonl', '--json');
    const bodies = exchangesIn(result).map(({ response }) => response?.body.data?.replaceAll(/\s/g, ''));
    expect(bodies).toEqual([
      '{"cookies":{}}',
      '{"cookies":{"who":"ada"}}',
      '{"cookies":{}}',
      '{"cookies":{"who":"grace"}}',
    ]);
  });

  it('that cannot be read ends with 1 before anything is sent', async () => {
    const { run } = await here({ 'a.http': 'GET http://127.0.0.1:1/\n', 'bad.csv': 'a,b\n1\n' });
    expect(await run('send', 'a.http', '--data', 'no.csv')).toMatchObject({
      code: 1,
      err: 'Cannot read no.csv: it does not exist.\n',
    });
    expect(await run('send', 'a.http', '--data', 'bad.csv')).toMatchObject({
      code: 1,
      err: 'bad.csv: row 1 has 1 field, but there are 2 columns.\n',
    });
  });
});

describe('several at once', () => {
  it('are run in order: files, repeats, rows', async () => {
    const place = await here({
      'a.http': `GET ${sandbox.url}/get?a{{n}}\n`,
      'b.http': `GET ${sandbox.url}/get?b{{n}}\n`,
      'n.json': '[{"n": 1}, {"n": 2}]',
    });
    const { code } = await place.run(
      'send',
      'a.http',
      'b.http',
      '--repeat',
      '2',
      '--data',
      'n.json',
      ...json,
    );
    expect(code).toBe(0);
    expect(urls(await report(place))).toEqual(
      ['a1', 'a2', 'a1', 'a2', 'b1', 'b2', 'b1', 'b2'].map((query) => `/get?${query}`),
    );
  });

  it('--parallel runs rows at a time, too, and --bail then ends them all', async () => {
    const server = await startTogether(3);
    const rows = Array.from({ length: 9 }, (_, n) => ({ n }));
    const place = await here({
      'a.http': `### one\nGET ${server.url}/{{n}}\n\n?? status == 200\n`,
      'n.json': JSON.stringify(rows),
    });
    const options = ['--data', 'n.json', '--parallel', '3', ...json];
    const { code } = await place.run('send', 'a.http', ...options);
    expect([code, server.most()]).toEqual([0, 3]);
    expect(urls(await report(place))).toEqual(rows.map(({ n }) => `${server.url}/${n}`));

    const text = `### one\nGET ${server.url}/{{n}}\n\n?? status == 404\n\n### two\nGET ${server.url}/two\n`;
    const other = await here({ 'a.http': text, 'n.json': JSON.stringify(rows) });
    const stopped = await other.run('send', 'a.http', ...options, '--bail');
    expect([stopped.code, stopped.err]).toEqual([
      4,
      expect.stringMatching(/✕ one {2}GET \S+ {2}row 1 · 200 OK · /),
    ]);
    const { iterations } = await report(other);
    const reasons = iterations.flatMap(({ requests }) => requests.map(({ reason }) => reason));
    expect(reasons.filter((reason) => reason !== null && !reason.includes('--bail'))).toEqual([]);
    expect(reasons.filter((reason) => reason !== null).length).toBeGreaterThan(10);
    await server.close();
  });

  it('may be a folder, which stands for its files', async () => {
    const place = await here({
      'tests/b.http': `GET ${sandbox.url}/get?b\n`,
      'tests/a/x.rest': `GET ${sandbox.url}/get?x\n`,
      'tests/a/all.http': 'run ../b.http\n',
      'tests/.hidden/h.http': `GET ${sandbox.url}/get?h\n`,
      'tests/node_modules/n.http': `GET ${sandbox.url}/get?n\n`,
      'tests/readme.md': 'GET',
      'empty/readme.md': '',
    });
    const { code } = await place.run('send', 'tests', ...json);
    expect([code, urls(await report(place))]).toEqual([0, ['/get?b', '/get?x', '/get?b']]);
    const { out } = await place.run('list', 'tests', '--json');
    expect(JSON.parse(out)).toMatchObject([
      { file: 'tests/a/all.http' },
      { file: 'tests/a/x.rest' },
      { file: 'tests/b.http' },
    ]);
    expect(await place.run('send', 'empty')).toMatchObject({
      code: 1,
      err: 'There is no .http or .rest file in empty.\n',
    });
  });

  it('send nothing when one of them cannot be run', async () => {
    const place = await here({
      'a/http-client.env.json': '{"dev": {}}',
      'a/a.http': `GET ${sandbox.url}/get\n`,
      'b/b.http': `GET ${sandbox.url}/get\n`,
      'c/c.http': '### broken\nGET\n',
    });
    const unknown = await place.run('send', 'a/a.http', 'b/b.http', '-e', 'dev', ...json);
    expect([unknown.code, unknown.err]).toEqual([1, 'No environment is named "dev": none is defined.\n']);
    const broken = await place.run('send', 'a/a.http', 'c/c.http', ...json);
    expect([broken.code, broken.err]).toEqual([2, expect.stringMatching(/^c\/c\.http:2:/)]);
    expect(await readdir(place.folder)).not.toContain('r');
  });

  it('--parallel sends requests at a time, and one that reads an answer waits for it', async () => {
    const server = await startTogether(4);
    const others = Array.from(
      { length: 8 },
      (_, index) => `### other ${index}\nGET ${server.url}/${index}\n`,
    );
    const place = await here({
      'a.http': [`# @name one\nGET ${server.url}/one\n`, ...others]
        .join('\n')
        .concat(`\n### last\nGET ${server.url}/{{one.response.body.$.id}}\n`),
    });
    const { code } = await place.run('send', 'a.http', '--parallel', '4', ...json);
    expect([code, server.most()]).toEqual([0, 4]);
    expect(urls(await report(place)).at(-1)).toBe(`${server.url}/7`);
    await server.close();
  });
});

describe('which requests', () => {
  it('--tags chooses by # @tag and # @tags, ! leaves out', async () => {
    const requests = ['# @tag smoke', '# @tags smoke, slow', '# @tag api', ''].map(
      (tag, index) => `### r${index}\n${tag}\nGET ${sandbox.url}/get?${index}\n`,
    );
    const { run } = await here({ 'a.http': requests.join('\n') });
    const sent = async (tags: string): Promise<readonly string[]> => {
      const { out } = await run('prepare', 'a.http', '--json', '--tags', tags);
      return Array.from(out.matchAll(/get\?(\d)"/g), ([, number = '']) => number);
    };
    expect(await sent('smoke')).toEqual(['0', '1']);
    expect(await sent('smoke,!slow')).toEqual(['0']);
    expect(await sent('!slow')).toEqual(['0', '2', '3']);
    expect(await sent('smoke,api')).toEqual(['0', '1', '2']);
    expect(await run('send', 'a.http', '--tags', 'nope')).toMatchObject({
      code: 1,
      err: 'a.http has no request with these tags.\n',
    });
  });
});

describe('after a failure', () => {
  const text = (url: string): string =>
    `### one\nGET ${url}/get\n\n?? status == 404\n\n### two\nGET ${url}/get\n`;

  it('--bail ends the whole run, rows and files included', async () => {
    const place = await here({ 'a.http': text(sandbox.url), 'n.json': '[{"n": 1}, {"n": 2}]' });
    const { code, err } = await place.run('send', 'a.http', '--bail', '--data', 'n.json', ...json);
    expect([code, err]).toEqual([4, expect.stringContaining('4 requests: 1 failed, 3 not run')]);
    const { state, iterations } = await report(place);
    expect(state).toBe('ended');
    expect(iterations[1]?.requests[1]?.reason).toBe('an earlier request failed (--bail)');
  });

  it('--retry tries again, so often and no more', async () => {
    let count = 0;
    const server = await startRawServer({
      respond: () => {
        count += 1;
        return `HTTP/1.1 ${count < 3 ? '503 Busy' : '200 OK'}\r\nContent-Length: 0\r\n\r\n`;
      },
    });
    const place = await here({ 'a.http': `GET ${server.url}/\n\n?? status == 200\n` });
    const once = await place.run('send', 'a.http', '--retry', '1', ...json);
    expect([once.code, count]).toEqual([4, 2]);
    count = 0;
    const enough = await place.run('send', 'a.http', '--retry', '5', ...json);
    expect([enough.code, count]).toEqual([0, 3]);
    expect((await report(place)).iterations[0]?.requests[0]?.attempts).toBe(3);
    await server.close();
  });

  it('a request without an answer counts more than an assertion', async () => {
    const { run } = await here({ 'a.http': text(sandbox.url), 'b.http': 'GET http://127.0.0.1:1/\n' });
    expect(await run('send', 'b.http', 'a.http')).toMatchObject({ code: 3 });
    expect(await run('send', 'a.http', 'a.http')).toMatchObject({ code: 4 });
  });
});

describe('output', () => {
  it('of a run without failures is one line on standard error, and JSON lines where they are asked for', async () => {
    const { run } = await here({ 'a.http': `# @name one\nGET ${sandbox.url}/get\n` });
    const quiet = await run('send', 'a.http', '--repeat', '2');
    expect([quiet.code, quiet.out, quiet.err]).toEqual([
      0,
      '',
      expect.stringMatching(/^2 requests: 2 passed · \d+ ms\n$/),
    ]);
    const { out } = await run('send', 'a.http', '--repeat', '2', '--json');
    const lines = out.trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { name: 'one', repeat: 1 },
      { name: 'one', repeat: 2 },
    ]);
  });
});
