import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../../src/extension/http/index.ts';
import type { ScriptRunner } from '../../../src/extension/scripts/index.ts';
import {
  createBodyStore,
  createExchangeLog,
  diskReader,
  findEnvironmentSources,
  planRun,
  prepareExchange,
  runSteps,
  sendExchange,
} from '../../../src/extension/runner/index.ts';
import {
  define,
  machine,
  readEnvironments,
  type FileDefinition,
  type ResolveScope,
} from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';
import { makeCertificate } from '../../sandbox/certificate.ts';
import { startRawServer, type RawRequest, type RawServer } from '../../sandbox/index.ts';
import { promisedBytes, receivedBytes, type WireBytes } from './promisedBytes.ts';
import { exampleFiles, examplePath } from '../examples/exampleFiles.ts';
import { createTestRunner } from '../runner/scripts/scriptBench.ts';

/** Enough of an answer for the requests that use it. */
const answers: Readonly<Record<string, string>> = {
  '/login': JSON.stringify({ token: 'a-token-of-the-raw-server' }),
  '/json': JSON.stringify({ slideshow: { title: 'Harbour' } }),
};

function respond({ head }: RawRequest): string {
  const address = /^\S+ ([^\s?]+)/.exec(head)?.[1] ?? '';
  const body = answers[address] ?? '{}';
  return [
    'HTTP/1.1 200 OK',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Set-Cookie: seen=yes; Path=/',
    '',
    body,
  ].join('\r\n');
}

let scripts: ScriptRunner;
let raw: RawServer;
let secure: RawServer;
let folder: string;
let certificateFile: string;

beforeAll(async () => {
  scripts = await createTestRunner();
  const { certificate, key } = await makeCertificate();
  folder = await mkdtemp(path.join(tmpdir(), 'preview-'));
  certificateFile = path.join(folder, 'certificate.pem');
  await writeFile(certificateFile, certificate);
  raw = await startRawServer({ respond });
  secure = await startRawServer({ respond, tls: { cert: certificate, key } });
});

afterAll(async () => {
  await Promise.all([raw.close(), secure.close(), rm(folder, { recursive: true })]);
});

async function scopeOf(file: string, definition: FileDefinition): Promise<ResolveScope> {
  const catalog = readEnvironments(await findEnvironmentSources(file, { reader: diskReader }));
  return {
    ...machine,
    file: definition,
    environment: catalog.select(catalog.names[0]),
    overrides: new Map([
      ['host', raw.url],
      ['secureHost', secure.url],
    ]),
  };
}

describe('the preview is the wire', () => {
  it.each(exampleFiles)('for every request of %s', async (name) => {
    const file = examplePath(name);
    const definition = define(parse(await readFile(file, 'utf8')));
    const plan = await planRun({ path: file, definition }, { kind: 'all' }, { reader: diskReader });
    const log = createExchangeLog();
    const scope = { ...(await scopeOf(file, definition)), exchanges: log.ofFile(file) };
    const session = new Session();
    session.verify = certificateFile;
    session.trustEnv = false;
    const bodies = createBodyStore({ folder });
    const before = { raw: raw.requests.length, secure: secure.requests.length };

    const shown: WireBytes[] = [];
    const summary = await runSteps(plan, {
      contextOf: () => ({
        path: file,
        scope,
        scripts,
        access: { roots: [path.dirname(file)] },
        openSession: () => ({ name: 'default', session }),
      }),
      async perform({ step }, context) {
        const prepared = await prepareExchange(step.request, context);
        expect(prepared.unresolved).toEqual([]);
        shown.push(await promisedBytes(prepared.exchange.prepared));
        const exchange = await sendExchange(prepared, { bodies }).finished;
        await log.record(exchange);
        return { exchange };
      },
    });
    expect(summary).toMatchObject({ error: 0, cancelled: 0 });
    expect(shown.length).toBe(summary.passed + summary.failed);
    expect(shown.length).toBeGreaterThan(0);

    const arrived = [...secure.requests.slice(before.secure), ...raw.requests.slice(before.raw)];
    expect(arrived.map(receivedBytes)).toEqual(shown);
    await bodies.dispose();
    await session.close();
  });

  it('and nothing else was sent', () => {
    for (const server of [raw, secure]) {
      const bytes = server.connections.reduce((sum, { received: all }) => sum + all.length, 0);
      const inRequests = server.requests.reduce(
        (sum, { head, wireBody }) => sum + head.length + wireBody.length,
        0,
      );
      expect(bytes).toBe(inRequests);
      expect(bytes).toBeGreaterThan(0);
    }
  });
});
