/** A process that opens and fills what the editor keeps on disk: cookies, history and bodies. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CookieJar, Request } from '../../../src/extension/http/index.ts';
import {
  createBodyStore,
  createSealer,
  createStorageKey,
  openCookieStore,
  openDiskShelf,
  openHistory,
} from '../../../src/extension/runner/index.ts';

const [, , folder = ''] = process.argv;
for (const name of ['cookies', 'history']) await mkdir(path.join(folder, name));
const sealer = createSealer(createStorageKey());

const cookies = await openCookieStore({
  folder: path.join(folder, 'cookies'),
  sealer,
  onBroken: () => undefined,
  keepsSessionCookies: () => true,
});
const jar = new CookieJar();
await cookies.attach('default', jar);
jar.setFromResponse('https://www.example.co.uk/', ['a=b; Domain=example.co.uk; Max-Age=100']);
await cookies.close();

const shelf = await openDiskShelf(path.join(folder, 'history'), sealer, () => undefined);
const history = await openHistory({ shelf, limits: () => ({ count: 10, days: 1, bodyBytes: 1e6 }) });

const bodies = createBodyStore({ folder: path.join(folder, 'bodies'), memoryLimit: 10 });
const spool = bodies.createSpool();
await spool.append(Buffer.from('more than ten bytes'));
await spool.end(true);

process.stdout.write(
  JSON.stringify({
    cookies: jar.list().length,
    history: history.list().length,
    body: spool.reader.length,
    url: new Request('GET', 'https://bücher.example/').prepare().url,
  }),
);
await bodies.dispose();
