/**
 * `npm run fuzz [-- --seed N --edits N --minutes N]`: 100,000 random edits of our fixtures and examples, and of the
 * corpus that `CORPUS_DIR` names, then texts of 10 MiB that nobody writes. Prints the seed, with which a failure can
 * be seen again, and ends with 1 when anything broke.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { define } from '../../src/language/semantics/index.ts';
import { parse, print } from '../../src/language/syntax/index.ts';
import { projectFolder } from '../host/folders.ts';
import { fuzz } from './fuzz.ts';
import { hostileTexts } from './hostileShapes.ts';

const mebibytes = 10;
const { values } = parseArgs({
  options: { seed: { type: 'string' }, edits: { type: 'string' }, minutes: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const started = performance.now();
const deadline = started + Number(values.minutes ?? 10) * 60_000;
console.log(`seed ${seed}`);

const folders = [
  'test/fixtures',
  'test/grammar/fixtures',
  'examples',
  process.env['CORPUS_DIR'] ?? '../shared/corpus',
];
const texts = folders.flatMap((folder) => textsIn(path.resolve(projectFolder, folder)));
const edits = fuzz({ seed, texts, deadline, edits: Number(values.edits ?? 100_000) });
console.log(`${edits} edits of ${texts.length} files, all rules held (${seconds()} s)`);

let slow = 0;
for (const { name, text } of hostileTexts(mebibytes * 1024 * 1024)) {
  if (performance.now() > deadline) {
    console.log('The time is over; the remaining long texts were not read.');
    break;
  }
  const quarter = cpuTime(() => parse(firstQuarter(text)), 2);
  const whole = cpuTime(() => parse(text), 2);
  const tree = parse(text);
  const meaning = cpuTime(() => {
    const { requests, variables, uses, problems } = define(tree);
    return [requests, variables, uses, problems];
  });
  if (print(tree) !== text) throw new Error(`The tree of "${name}" does not print as it is written.`);
  // For twice the text; over two doublings, so that one collection of garbage does not decide.
  const growth = quarter < 25 ? 2 : Math.sqrt(whole / quarter);
  // Two is linear; collecting more garbage from a larger heap adds to it, a square would give four.
  const isSlow = whole > 1000 || growth > 2.5 || meaning > 15_000;
  if (isSlow) slow += 1;
  console.log(
    `${isSlow ? 'SLOW ' : '     '}${whole.toFixed(0).padStart(5)} ms  ${growth.toFixed(1)} x for twice the text` +
      `  ${meaning.toFixed(0).padStart(5)} ms for its meaning  ${name}`,
  );
}
console.log(
  `${slow === 0 ? 'no' : slow} long texts that take too long for their ${mebibytes} MiB (${seconds()} s)`,
);
process.exitCode = slow === 0 ? 0 : 1;

function textsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:http|rest)$/i.test(name))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
}

function firstQuarter(text: string): string {
  // Made anew, because a slice of a text is slower to search.
  return Buffer.from(text.slice(0, text.length / 4)).toString();
}

/** Milliseconds of processor time, the best of some runs: what else the machine does must not count. */
function cpuTime(work: () => unknown, runs = 1): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

function seconds(): string {
  return ((performance.now() - started) / 1000).toFixed(0);
}
