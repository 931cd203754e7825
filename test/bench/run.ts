/**
 * `npm run bench`: what we do, as ratios to named baselines measured in the same run. `npm run bench -- gzip CLI`
 * measures only what has one of these words in its name; `ui` measures a real window of VS Code, `load` a million events,
 * a thousand faulty sends and the like, and only when they are asked for. Bodies have 256 MiB, with BENCH_FULL=1 in the environment
 * 1 GiB. `ui keep` writes the figures of the panel into the project. The server has a process of its own.
 */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../host/folders.ts';
import { cliComparisons } from './cli.ts';
import { compare, resultLine, tableHead } from './compare.ts';
import { printCookieTimes } from './cookies.ts';
import { libraryBench } from './library.ts';
import { loadBench } from './load.ts';
import { measureTyping, printPercentiles } from './language.ts';
import { memoryComparisons } from './memory.ts';
import { parsingComparisons, printHostileTexts, printMemory } from './parsing.ts';
import { scriptComparisons } from './scripts.ts';
import { startServerProcess } from './serverProcess.ts';
import { measureUi } from './ui/uiBench.ts';

const size = (process.env['BENCH_FULL'] === '1' ? 1024 : 256) * 1024 * 1024;
const words = process.argv.slice(2);
/** Those that are meant for names of comparisons. */
const named = words.filter((word) => word !== 'ui' && word !== 'keep');

const folder = await temporaryFolder('bench');
const server = await startServerProcess();
const library = libraryBench(server.url, await fileOf(size), size);
const load = words.includes('load') ? await loadBench(server.url, join(folder, 'spooled')) : undefined;
try {
  const all = [
    ...parsingComparisons,
    ...library.comparisons,
    ...memoryComparisons(server.url, join(folder, 'upload'), size),
    ...cliComparisons(server.url, folder),
    ...(load?.comparisons ?? []),
    ...scriptComparisons(server.url, folder),
  ];
  console.log(`Node ${process.version}, ${process.platform}; medians\n\n${tableHead}`);
  for (const comparison of all) {
    if (words.length > 0 && !named.some((word) => comparison.name.includes(word))) continue;
    console.log(resultLine(await compare(comparison)));
  }
  if (words.length === 0 || words.includes('parse')) printMemory();
  if (words.length === 0 || words.includes('hostile')) printHostileTexts();
  if (words.length === 0 || words.includes('cookies')) await printCookieTimes();
  if (words.length === 0 || words.includes('typing')) printPercentiles(await measureTyping());
  if (words.includes('ui') && (await measureUi(size, words.includes('keep'))) > 0) process.exitCode = 1;
} finally {
  await load?.close();
  await library.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function fileOf(length: number): Promise<string> {
  const path = join(folder, 'upload');
  const file = await open(path, 'w');
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  for (let at = 0; at < length; at += chunk.length) await file.write(chunk);
  await file.close();
  return path;
}
