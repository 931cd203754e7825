/** The objects that scripts find around them, method by method, as JetBrains' pages describe them (http-syntax §1f). */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScriptJob, ScriptRunner } from '../../../../src/extension/scripts/index.ts';
import { createTestRunner, handlerJob, preRequestJob, runJob } from './scriptBench.ts';

let runner: ScriptRunner;
beforeAll(async () => {
  runner = await createTestRunner();
});

/** What an expression gives, as JSON. */
async function valueOf(expression: string, jobOf: (source: string) => ScriptJob): Promise<unknown> {
  const { lines, failures } = await runJob(runner, jobOf(`client.log(JSON.stringify(${expression}))`));
  expect(failures).toEqual([]);
  const text = lines.at(-1)?.text;
  return text === undefined || text === 'undefined' ? undefined : (JSON.parse(text) as unknown);
}

type Row = readonly [expression: string, value: unknown];

describe('a handler finds', () => {
  const rows: readonly Row[] = [
    ['response.status', 201],
    ['response.body.token', 'secret'],
    ['response.body.items.length', 2],
    ['response.contentType', { mimeType: 'application/json', charset: 'utf-8' }],
    ['response.headers.valueOf("content-type")', 'application/json; charset=utf-8'],
    ['response.headers.valueOf("nope")', null],
    ['response.headers.valuesOf("set-cookie")', ['a=1; Path=/; HttpOnly; Max-Age=60', 'b=2']],
    ['response.headers.valuesOf("nope")', []],
    [
      'response.cookies()',
      [
        { name: 'a', value: '1', path: '/', httpOnly: true, maxAge: '60' },
        { name: 'b', value: '2' },
      ],
    ],
    ['response.cookiesByName("b").length', 1],
    ['request.method', 'POST'],
    ['request.url()', 'https://a.test/a?id=7'],
    ['request.url.getRaw()', 'https://{{host}}/a?id={{id}}'],
    ['request.body()', '{"id": 7}'],
    ['request.body.getRaw()', '{"id": {{id}}, "other": "{{nope}}"}'],
    ['request.headers.findByName("x-trace").value()', 't1'],
    ['request.headers.findByName("x-trace").getRawValue()', '{{trace}}'],
    ['request.headers.findByName("nope")', null],
    ['request.headers.all().map(({ name }) => name)', ['Content-Type', 'X-Trace']],
    ['request.variables.get("id")', 7],
    ['request.environment.get("host")', 'a.test'],
    ['request.iteration()', 0],
  ];
  it.each(rows)('%s', async (expression, value) => {
    expect(await valueOf(expression, handlerJob)).toEqual(value);
  });
});

describe('a pre-request script finds', () => {
  const rows: readonly Row[] = [
    ['request.method', 'POST'],
    ['request.url.getRaw()', 'https://{{host}}/a?id={{id}}'],
    ['request.url.tryGetSubstituted()', 'https://a.test/a?id=7'],
    ['request.body.getRaw()', '{"id": {{id}}, "other": "{{nope}}"}'],
    ['request.body.tryGetSubstituted()', '{"id": 7, "other": "{{nope}}"}'],
    ['request.headers.all().map(({ name }) => name)', ['Content-Type', 'X-Trace']],
    ['request.headers.findByName("X-TRACE").getRawValue()', '{{trace}}'],
    ['request.headers.findByName("X-Trace").tryGetSubstituted()', '{{trace}}'],
    [
      '(request.variables.set("trace", "t9"), request.headers.findByName("X-Trace").tryGetSubstitutedValue())',
      't9',
    ],
    ['(client.global.set("host", "b.test"), request.url.tryGetSubstituted())', 'https://b.test/a?id=7'],
    ['request.environment.get("host")', 'a.test'],
    ['request.environment.get("nope")', null],
    ['request.variables.get("nope")', null],
    ['request.iteration()', 0],
    ['typeof response', 'undefined'],
  ];
  it.each(rows)('%s', async (expression, value) => {
    expect(await valueOf(expression, preRequestJob)).toEqual(value);
  });
});

describe('variables', () => {
  const rows: readonly Row[] = [
    ['client.global.get("token")', 'abc'],
    ['client.global.get("nope")', null],
    ['client.global.isEmpty()', false],
    ['(client.global.clearAll(), client.global.isEmpty())', true],
    ['(client.global.clear("token"), client.global.get("token"))', null],
    ['(client.global.set("a", { b: [1] }), client.global.get("a"))', { b: [1] }],
    ['client.variables.environment.get("host")', 'a.test'],
    ['client.variables.global.get("token")', 'abc'],
    ['client.variables.file.get("page")', '2'],
    ['client.variables.request.get("id")', 7],
    ['request.variables.isEmpty()', false],
    ['(request.variables.clear("id"), request.variables.isEmpty())', true],
    ['(request.variables.clearAll(), request.variables.isEmpty())', true],
    ['$env.HOME', '/home/ada'],
    ['$env.NOPE ?? null', null],
  ];
  it.each(rows)('%s', async (expression, value) => {
    expect(await valueOf(expression, preRequestJob)).toEqual(value);
  });

  it('that change are told in order', async () => {
    const { changes } = await runJob(
      runner,
      preRequestJob(
        'request.variables.set("a", 1); client.global.set("b", { c: null }); client.global.clear("token");' +
          'client.global.headers.set("X-A", "1"); client.global.headers.clear("X-B");' +
          'client.global.headers.clearAll(); client.global.clearAll(); client.global.set("f", () => 1)',
      ),
    );
    expect(changes).toEqual([
      { of: 'request', kind: 'set', name: 'a', value: 1 },
      { of: 'global', kind: 'set', name: 'b', value: { c: null } },
      { of: 'global', kind: 'clear', name: 'token' },
      { of: 'headers', kind: 'set', name: 'X-A', value: '1' },
      { of: 'headers', kind: 'clear', name: 'X-B' },
      { of: 'headers', kind: 'clearAll' },
      { of: 'global', kind: 'clearAll' },
      { of: 'global', kind: 'set', name: 'f', value: null },
    ]);
  });
});

describe('digests', () => {
  const abc = 'updateWithText("abc").digest()';
  const rows: readonly Row[] = [
    [`crypto.md5().${abc}.toHex()`, '900150983cd24fb0d6963f7d28e17f72'],
    [`crypto.sha1().${abc}.toHex()`, 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    [`crypto.sha256().${abc}.toHex()`, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [`crypto.sha384().${abc}.toHex().length`, 96],
    [`crypto.sha512().${abc}.toHex().length`, 128],
    [`crypto.sha1().${abc}.toBase64()`, 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0='],
    [`crypto.sha1().${abc}.toBase64(true)`, 'qZk-NkcGgWq6PiVxeFDCbJzQ2J0'],
    [
      'crypto.md5().updateWithHex("6162").updateWithText("c").digest().toHex()',
      '900150983cd24fb0d6963f7d28e17f72',
    ],
    ['crypto.md5().updateWithBase64("YWJj").digest().toHex()', '900150983cd24fb0d6963f7d28e17f72'],
    ['crypto.md5().updateWithBase64("YWJj", true).digest().toHex()', '900150983cd24fb0d6963f7d28e17f72'],
    ['crypto.md5().updateWithText("é", "ISO-8859-1").digest().toHex()', '3406877694691ddd1dfb0aca54681407'],
    [
      'crypto.hmac.sha256().withTextSecret("key").updateWithText("abc").digest().toHex()',
      '9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab',
    ],
    ['crypto.hmac.md5().withHexSecret("6b6579").updateWithText("abc").digest().toHex().length', 32],
    ['crypto.hmac.sha1().withBase64Secret("a2V5").updateWithText("abc").digest().toHex().length', 40],
    ['crypto.hmac.sha384().withTextSecret("key").updateWithText("abc").digest().toHex().length', 96],
    ['crypto.hmac.sha512().withTextSecret("key").updateWithText("abc").digest().toHex().length', 128],
    ['btoa("a\\u00e9")', 'Yek='],
    ['atob("Yek=")', 'a\u00e9'],
  ];
  it.each(rows)('%s', async (expression, value) => {
    expect(await valueOf(expression, preRequestJob)).toEqual(value);
  });

  it('of an encoding that nobody knows are an error', async () => {
    const { failures } = await runJob(
      runner,
      preRequestJob('crypto.md5().updateWithText("a", "ebcdic").digest().toHex()'),
    );
    expect(failures[0]?.message).toContain('The encoding ebcdic is not known.');
  });
});

describe('random values', () => {
  const rows: readonly (readonly [string, RegExp])[] = [
    ['$random.uuid', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
    ['$uuid', /^[0-9a-f]{8}-/],
    ['$random.email', /^[a-z]{5}@[a-z]{5}\.com$/],
    ['$random.alphabetic(8)', /^[a-zA-Z]{8}$/],
    ['$random.alphanumeric(8)', /^\w{8}$/],
    ['$random.hexadecimal(8)', /^[0-9A-F]{8}$/],
    ['$random.integer()', /^\d{1,3}$/],
    ['$random.integer(5)', /^[0-4]$/],
    ['$random.integer(5, 7)', /^[56]$/],
    ['$random.float(1, 2)', /^1(?:\.\d+)?$/],
    ['$randomInt', /^\d{1,3}$/],
    ['$timestamp', /^\d{10}$/],
    ['$isoTimestamp', /^\d{4}-\d\d-\d\dT/],
    ['Math.random()', /^0\.\d+$|^0$/],
  ];
  it.each(rows)('%s', async (expression, shape) => {
    expect(String(await valueOf(expression, preRequestJob))).toMatch(shape);
  });

  it('are others in the next script', async () => {
    const first = await valueOf('[Math.random(), $random.uuid]', preRequestJob);
    expect(await valueOf('[Math.random(), $random.uuid]', preRequestJob)).not.toEqual(first);
  });
});

describe('paths', () => {
  const xml = 'new DOMParser().parseFromString("<a i=\\"1\\"><b>x</b><b>y</b></a>", "text/xml")';
  const rows: readonly Row[] = [
    ['jsonPath(response.body, "$.token")', 'secret'],
    ['jsonPath(response.body, "token")', 'secret'],
    ['jsonPath(response.body, "$.items[*].id")', [1, 2]],
    ['jsonPath(response.body, "$.nope")', null],
    ['jsonPath("[1, 2]", "$[1]")', 2],
    [`xpath(${xml}, "string(/a/@i)")`, '1'],
    [`xpath(${xml}, "count(//b)")`, 2],
    [`xpath(${xml}, "/a/@i")`, '1'],
    [`xpath(${xml}, "//b/text()")`, ['x', 'y']],
    [`xpath(${xml}, "//b[1]").textContent`, 'x'],
    [`xpath(${xml}, "//c")`, null],
    ['xpath("no document", "//c")', null],
    [`${xml}.getElementsByTagName("b").length`, 2],
    [`new XMLSerializer().serializeToString(${xml})`, '<a i="1"><b>x</b><b>y</b></a>'],
  ];
  it.each(rows)('%s', async (expression, value) => {
    expect(await valueOf(expression, handlerJob)).toEqual(value);
  });
});

describe('the body is', () => {
  const typed = (type: string, body: string) => ({ headers: [['Content-Type', type]] as const, body });
  const rows: readonly (readonly [string, ReturnType<typeof typed>, string, unknown])[] = [
    ['JSON by a suffix', typed('application/problem+json', '{"a":1}'), 'response.body.a', 1],
    ['text where JSON is none', typed('application/json', 'oops'), 'response.body', 'oops'],
    ['a document for XML', typed('text/xml', '<a>1</a>'), 'response.body.documentElement.textContent', '1'],
    ['text where XML is none', typed('application/xml', '<a'), 'response.body', '<a'],
    ['text for anything else', typed('text/plain', '{"a":1}'), 'response.body', '{"a":1}'],
    ['empty without one', typed('', ''), 'response.body', ''],
  ];
  it.each(rows)('%s', async (_name, response, expression, value) => {
    expect(await valueOf(expression, (source) => handlerJob(source, response))).toEqual(value);
  });

  it('a stream of lines and messages for events', async () => {
    const response = typed('text/event-stream', 'data: a\ndata: b\n\nevent: x\ndata: c\n\n');
    const source =
      'response.body.onEachLine((line) => client.log(line));' +
      'response.body.onEachMessage((message, stop) => { client.log(message); stop() }, () => client.log("end"))';
    const { lines } = await runJob(runner, handlerJob(source, response));
    expect(lines.map(({ text }) => text)).toEqual([
      'data: a',
      'data: b',
      '',
      'event: x',
      'data: c',
      '',
      'a\nb',
      'end',
    ]);
  });

  it('a stream of lines for JSON lines', async () => {
    const response = typed('application/x-ndjson', '{"a":1}\n{"a":2}\n');
    const source = 'response.body.onEachMessage((line) => client.log(JSON.parse(line).a))';
    const { lines } = await runJob(runner, handlerJob(source, response));
    expect(lines.map(({ text }) => text)).toEqual(['1', '2']);
  });
});
