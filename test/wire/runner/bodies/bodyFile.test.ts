import { execFileSync } from 'node:child_process';
import { rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendExchange } from '../../../../src/extension/runner/index.ts';
import type { Bench } from '../support.ts';
import { createBench } from '../support.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench({
    'in/a.bin': Uint8Array.of(1, 0, 255),
    'out.txt': 'outside',
    'q.graphql': 'query Who { me { id } }',
  });
});
afterEach(() => bench.close());

const fault = async (text: string, roots = [bench.folder]): Promise<string> =>
  bench.prepare(text, { access: { roots } }).then(
    () => 'prepared',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  );

describe('bodies from files', () => {
  it('sends the bytes of a file with their length', async () => {
    const server = await bench.serve();
    const { exchange, ...prepared } = await bench.prepare(`POST ${server.url}/\n\n< ./in/a.bin\n`);
    expect(exchange.prepared.body).toMatchObject({ length: 3, description: './in/a.bin (3 bytes)' });
    const { state } = await sendExchange({ exchange, ...prepared }, { bodies: bench.bodies }).finished;
    expect(state).toBe('done');
    expect([...server.requests[0]!.body]).toEqual([1, 0, 255]);
    expect(server.requests[0]?.head).toContain('content-length: 3\r\n');
  });

  it('refuses a file that has changed since (Q07)', async () => {
    const server = await bench.serve();
    const prepared = await bench.prepare(`POST ${server.url}/\n\n< ./in/a.bin\n`);
    await writeFile(path.join(bench.folder, 'in/a.bin'), 'longer than before');
    const { state, error } = await sendExchange(prepared, { bodies: bench.bodies }).finished;
    expect([state, error?.name]).toEqual(['failed', 'FileChanged']);
  });

  it('refuses what lies outside the allowed folders, also behind a link (Q08)', async () => {
    const roots = [path.join(bench.folder, 'in')];
    await symlink(path.join(bench.folder, 'out.txt'), path.join(bench.folder, 'in/link'));
    expect(await fault('POST http://a.test/\n\n< ./in/a.bin\n', roots)).toBe('prepared');
    for (const file of ['./out.txt', './in/../out.txt', './in/link', path.join(bench.folder, 'out.txt')]) {
      expect(await fault(`POST http://a.test/\n\n< ${file}\n`, roots)).toMatch(/^FileNotAllowed: a\.http:3:/);
    }
  });

  it('takes no file for a folder that may be read', async () => {
    const roots = [path.join(bench.folder, 'in/a.bin')];
    expect(await fault('POST http://a.test/\n\n< ./in/a.bin\n', roots)).toMatch(
      /^FileNotAllowed: a\.http:3:/,
    );
  });

  it('asks for a file outside when somebody can be asked', async () => {
    const asked: string[] = [];
    const mayRead = (file: string): Promise<boolean> => {
      asked.push(path.basename(file));
      return Promise.resolve(true);
    };
    const text = 'POST http://a.test/\n\n< ./out.txt\n';
    await bench.prepare(text, { access: { roots: [path.join(bench.folder, 'in')], mayRead } });
    expect(asked).toEqual(['out.txt']);
  });

  describe('that change while somebody is asked', () => {
    const roots: readonly string[] = [];
    const refused = (mayRead: () => Promise<boolean>, file: string): Promise<unknown> =>
      bench.prepare(`POST http://a.test/\n\n< ./${file}\n`, { access: { roots, mayRead } }).then(
        () => 'prepared',
        (error: unknown) => error,
      );

    it('are not followed to where a new link leads (Q08)', async () => {
      const error = await refused(async () => {
        await rename(path.join(bench.folder, 'out.txt'), path.join(bench.folder, 'kept.txt'));
        await symlink(path.join(bench.folder, 'kept.txt'), path.join(bench.folder, 'out.txt'));
        return true;
      }, 'out.txt');
      expect(error).toMatchObject({
        name: 'InvalidRequest',
        message: expect.stringContaining('cannot be read') as string,
      });
    });

    it('are not found behind a folder that has become a link (Q08)', async () => {
      const error = await refused(async () => {
        await rename(path.join(bench.folder, 'in'), path.join(bench.folder, 'moved'));
        await symlink(path.join(bench.folder, 'moved'), path.join(bench.folder, 'in'));
        return true;
      }, 'in/a.bin');
      expect(error).toMatchObject({
        name: 'FileChanged',
        message: expect.stringContaining('another file than a moment ago') as string,
      });
    });

    it('say what to do when they may not be read', async () => {
      const error = await refused(() => Promise.resolve(false), 'out.txt');
      expect(error).toMatchObject({
        name: 'FileNotAllowed',
        hint: expect.stringContaining('Allow its folder') as string,
      });
    });
  });

  it('does not wait for a pipe and does not read a folder', async () => {
    execFileSync('mkfifo', [path.join(bench.folder, 'pipe')]);
    expect(await fault('POST http://a.test/\n\n< ./pipe\n')).toMatch(/^FileNotAllowed: .*not a regular file/);
    expect(await fault('POST http://a.test/\n\n< ./in\n')).toMatch(/^FileNotAllowed: .*a folder/);
  });

  it('says where a file is missing', async () => {
    expect(await fault('POST http://a.test/\n\n< ./nope.bin\n')).toBe(
      'InvalidRequest: a.http:3: the file ./nope.bin does not exist.',
    );
  });

  it('puts a GraphQL query from a file into its JSON', async () => {
    const text = 'GRAPHQL http://a.test/\n\n< ./q.graphql\n';
    const { exchange, unresolved } = await bench.prepare(text);
    expect(unresolved).toEqual([]);
    expect(exchange.prepared.method).toBe('POST');
    expect(exchange.prepared.body).toContain('"query":"query Who { me { id } }"');
  });
});
