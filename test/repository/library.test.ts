/** The core as a stranger gets it: packed by npm, installed in a project elsewhere, type-checked strictly, and run. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder, temporaryFolder } from '../host/folders.ts';

const run = promisify(execFile);
const program = `
import { HTTPError, Request, Session } from 'http-sessions';
import type { PreparedRequest, Response } from 'http-sessions';

const session = new Session({ environment: {} });
const url = process.argv[2] ?? '';
await session.get(\`\${url}/login\`);
const prepared: PreparedRequest = session.prepareRequest(new Request('GET', url));
const response: Response = await session.send(prepared);
const cookie: string = await response.text();
// @ts-expect-error -- a status is a number, also for a stranger
const wrong: string = response.status;
const refused = await session.get(\`\${url}/missing\`);
try {
  refused.raiseForStatus();
} catch (error) {
  if (error instanceof HTTPError) console.log(wrong, cookie, error.name, error.family);
}
await session.close();
`;
const settings = {
  compilerOptions: {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...{ skipLibCheck: false, verbatimModuleSyntax: true, noEmit: true },
    ...{ target: 'ES2023', lib: ['ES2023'], types: ['node'] },
  },
  files: ['program.ts'],
};

let scratch: string;
beforeAll(async () => {
  scratch = await temporaryFolder('library');
  const installed = join(scratch, 'node_modules/http-sessions');
  await mkdir(installed, { recursive: true });
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', scratch];
  const { stdout } = await run('npm', pack, { cwd: projectFolder, shell: process.platform === 'win32' });
  await run('tar', ['-xzf', join(scratch, stdout.trim()), '--strip-components=1', '-C', installed]);
  await symlink(join(projectFolder, 'node_modules/@types'), join(scratch, 'node_modules/@types'), 'junction');
  await writeFile(join(scratch, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(scratch, 'tsconfig.json'), JSON.stringify(settings));
  await writeFile(join(scratch, 'program.ts'), program);
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('the library', () => {
  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for a strict program (module %s, resolution %s)', async (module, resolution) => {
    const tsc = join(projectFolder, 'node_modules/typescript/bin/tsc');
    const args = [tsc, '-p', scratch, '--module', module, '--moduleResolution', resolution];
    const complaints = await run(process.execPath, args).then(
      ({ stdout }) => stdout,
      (error: unknown) => (error as { readonly stdout: string }).stdout,
    );
    expect(complaints).toBe('');
  });

  it('runs outside of this project, with nothing else installed', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/login') response.setHeader('Set-Cookie', 'user=ada');
      response.statusCode = request.url === '/missing' ? 404 : 200;
      response.end(request.headers.cookie);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { stdout } = await run(process.execPath, [join(scratch, 'program.ts'), url]);
      expect(stdout).toBe('200 user=ada HttpStatus HTTPError\n');
    } finally {
      server.close();
    }
  });
});
