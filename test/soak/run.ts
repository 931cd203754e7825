/**
 * `npm run soak [-- --minutes N --seed N --parallel N]`: faults at random between good sends for ten minutes. Every answer
 * must be the right one for its request, every fault have a name that it may have; heap and descriptors stay flat, nothing
 * goes unhandled, no temporary file stays. Prints the seed and the series, and ends with 1 when anything does not hold.
 */
import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RequestException, Session } from '../../src/extension/http/index.ts';
import { createBodyStore } from '../../src/extension/runner/index.ts';
import { temporaryFolder } from '../host/folders.ts';
import { createRandom } from '../support/random.ts';
import { contentOf, kinds, startFaultyServer, type Kind } from './faultyServer.ts';
import { slopeOf } from './slope.ts';

/** Kinds that end by a limit on silence. */
const waits: ReadonlySet<Kind> = new Set(['stall', 'stallBody']);

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' }, parallel: { type: 'string' } },
});
const minutes = Number(values.minutes ?? 10);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const parallel = Number(values.parallel ?? 16);
const random = createRandom(seed);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const wrong: string[] = [];
process.on('unhandledRejection', (error) => wrong.push(`unhandled: ${String(error)}`));
process.on('uncaughtException', (error) => wrong.push(`uncaught: ${error.stack ?? ''}`));

const folder = await temporaryFolder('soak');
const bodies = createBodyStore({ folder, memoryLimit: 64 * 1024 });
const server = await startFaultyServer();
const session = new Session({ environment: {} });
session.maxRedirects = 5;
const names = Object.keys(kinds) as Kind[];
const faults = new Map<string, number>();
const series: { readonly sends: number; readonly heap: number; readonly descriptors: number }[] = [];
let sends = 0;
let answered = 0;

console.log(`seed ${seed}, ${minutes} min, ${parallel} at a time\n\n  sends  heap MiB  descriptors`);
const started = performance.now();
const rounds = 20;
for (let round = 1; round <= rounds && wrong.length < 10; round++) {
  const until = started + (minutes * 60_000 * round) / rounds;
  await Promise.all(Array.from({ length: parallel }, () => sendUntil(until)));
  await measure();
}
await session.close();
await bodies.dispose();
await server.stop();
report(await readdir(folder).catch(() => []));
await rm(folder, { recursive: true, force: true });

async function sendUntil(until: number): Promise<void> {
  while (performance.now() < until && wrong.length < 10) {
    const kind = random(2) === 0 ? 'good' : (names[random(names.length)] ?? 'good');
    const id = ++sends;
    try {
      await sendOne(kind, id);
    } catch (error) {
      wrong.push(`${kind} ${id}: ${String(error)}`);
    }
  }
}

async function sendOne(kind: Kind, id: number): Promise<void> {
  const expected: readonly string[] = kinds[kind];
  const spool = bodies.createSpool();
  try {
    const response = await session.get(`${server.url}/${kind}/${id}`, {
      stream: true,
      timeout: [5, waits.has(kind) ? 0.5 : 5],
      limits: { bodyBytes: 1024 * 1024, headerSeconds: kind === 'dripHead' ? 0.1 : 5 },
    });
    for await (const piece of response.iterContent(null)) await spool.append(piece);
    await spool.end(true);
    const isOwn =
      response.headers.get('X-Id') === String(id) && spool.reader.sha256 === hashOf(contentOf(id));
    if (expected.length > 0) wrong.push(`${kind} ${id}: was answered with ${response.status}`);
    else if (!isOwn)
      wrong.push(`${kind} ${id}: got the answer to ${response.headers.get('X-Id') ?? 'nobody'}`);
    else answered++;
  } catch (error) {
    await spool.end(false);
    const name = error instanceof RequestException ? error.name : String(error);
    if (expected.includes(name)) faults.set(name, (faults.get(name) ?? 0) + 1);
    else wrong.push(`${kind} ${id}: ${name} (${error instanceof Error ? error.message : ''})`);
  } finally {
    await spool.reader.dispose();
  }
}

async function measure(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  collectGarbage();
  const heap = process.memoryUsage().heapUsed / 1024 / 1024;
  const descriptors = await readdir('/proc/self/fd').then(
    ({ length }) => length - session.connections().length,
    () => 0,
  );
  series.push({ sends, heap, descriptors });
  console.log(
    `${String(sends).padStart(7)}  ${heap.toFixed(1).padStart(8)}  ${String(descriptors).padStart(11)}`,
  );
}

function report(leftFiles: readonly string[]): void {
  // The first rounds warm up what is compiled and kept once.
  const steady = series.slice(Math.floor(series.length / 4));
  const { slope, low } = slopeOf(steady.map(({ sends: x, heap: y }) => [x / 10_000, y]));
  const descriptors = steady.map((one) => one.descriptors);
  const drift = Math.max(...descriptors) - Math.min(...descriptors);
  const counts = [...faults].toSorted(([one], [other]) => one.localeCompare(other));
  console.log(`\n${answered} right answers; ${counts.map(([name, count]) => `${name} ${count}`).join(', ')}`);
  console.log(`heap ${slope.toFixed(2)} MiB per 10,000 sends (at least ${low.toFixed(2)} with 95 %)`);
  console.log(
    `descriptors drift by ${drift}; ${leftFiles.length} temporary files left; ${wrong.length} wrong`,
  );
  for (const line of wrong) console.log(`  ${line}`);
  if (low > 1) wrong.push('the heap grows');
  if (drift > 5) wrong.push('descriptors are not given back');
  if (leftFiles.length > 0) wrong.push('temporary files are left');
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
