/**
 * What the extension does with a body that comes at full speed, without VS Code around it: receive, hash, index its lines
 * and write it to a temporary file; beside it bare undici that writes the same bytes to a file.
 */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool, request } from 'undici';
import { noEnvironment } from '../../../src/language/semantics/index.ts';
import { define, machine } from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';
import { Session } from '../../../src/extension/http/index.ts';
import {
  createBodyStore,
  prepareExchange,
  searchBody,
  sendExchange,
} from '../../../src/extension/runner/index.ts';
import { projectFolder } from '../../host/folders.ts';
import { median } from '../compare.ts';

/** Milliseconds to get `url` into the store as the panel's host does. */
export async function spool(url: string, folder: string): Promise<number> {
  const session = new Session({ environment: {} });
  const bodies = createBodyStore({ folder: join(folder, 'bodies'), indexesLines: true, keepsRaw: true });
  const file = define(parse(`GET ${url}\n`));
  const [definition] = file.requests;
  if (definition === undefined) throw new Error('There is no request.');
  const prepared = await prepareExchange(definition, {
    path: join(folder, 'a.http'),
    scope: { ...machine, file, environment: noEnvironment },
    access: { roots: [folder] },
    openSession: (name = 'default') => ({ name, session }),
  });
  const started = performance.now();
  const { state, error } = await sendExchange(prepared, { bodies }).finished;
  const took = performance.now() - started;
  if (state !== 'done') throw new Error(error?.message ?? state);
  await bodies.dispose();
  await session.close();
  return took;
}

/** Milliseconds from stopping a search in the body at `url` until its thread is gone; median of 5. */
export async function stopSearch(url: string): Promise<number> {
  const session = new Session({ environment: {} });
  const bodies = createBodyStore({ indexesLines: true });
  const response = await session.get(url, { stream: true });
  const spool = bodies.createSpool();
  for await (const piece of response.iterContent(null)) await spool.append(piece);
  await spool.end(true);
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const { resolve, promise } = Promise.withResolvers<undefined>();
    const search = searchBody(spool.reader, {
      query: { text: 'nothing like it', matchCase: false, regexp: false },
      ...{ charset: 'utf-8', breaks: 'byte', worker: join(projectFolder, 'dist/bodySearch.cjs') },
      onDidChange: () => resolve(undefined),
    });
    await promise;
    const started = performance.now();
    search.stop();
    await search.finished;
    times.push(performance.now() - started);
  }
  await bodies.dispose();
  await session.close();
  return median(times);
}

/** Milliseconds to get `url` into a file with nothing but undici. */
export async function bareToFile(url: string, folder: string): Promise<number> {
  const dispatcher = new Pool(new URL(url).origin, { connections: 1, pipelining: 1, allowH2: false });
  const path = join(folder, 'bare');
  const file = await open(path, 'w');
  const started = performance.now();
  const { body } = await request(url, { dispatcher });
  for await (const chunk of body) await file.write(chunk as Uint8Array);
  const took = performance.now() - started;
  await file.close();
  await rm(path);
  await dispatcher.close();
  return took;
}
