/**
 * What reading a file of 10,000 requests costs, in time and in memory, and how long a text of 10 MiB can hold the
 * reader up that nobody writes. The tree is whole after `parse`; what its nodes and their meaning cost on top is a
 * line of its own, so that nothing is hidden by making objects late.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { define } from '../../src/language/semantics/index.ts';
import { parse } from '../../src/language/syntax/index.ts';
import { hostileTexts } from '../fuzz/hostileShapes.ts';
import type { Comparison } from './compare.ts';

const text = Array.from({ length: 10_000 }, (_, index) => requestText(index)).join('');
const split = (): unknown => text.split('\n');

export const parsingComparisons: readonly Comparison[] = [
  {
    name: 'parse a file of 10,000 requests',
    baseline: 'splitting it into lines',
    target: 6,
    rounds: 21,
    subject: () => parse(text),
    against: split,
  },
  {
    name: 'parse a file of 10,000 requests and work out what all of it means',
    baseline: 'splitting it into lines',
    target: 120,
    subject: () => {
      const { requests, variables, uses, problems } = define(parse(text));
      return [requests, variables, uses, problems];
    },
    against: split,
  },
];

/** Prints how many times the text's bytes (UTF-16) its tree keeps, before and after its nodes were asked for. */
export function printMemory(): void {
  const collect = collector();
  collect();
  const before = memoryInUse();
  const tree = parse(text);
  collect();
  const parsed = memoryInUse() - before;
  const nodes = tree.blocks.reduce((sum, { content }) => sum + content.nodes.length, 0);
  collect();
  const asked = memoryInUse() - before;
  const times = (bytes: number): string => (bytes / (text.length * 2)).toFixed(1);
  const verdict = asked <= text.length * 2 * 20 ? 'within' : 'OVER';
  console.log(
    `\nThe tree of 10,000 requests keeps ${times(parsed)} x the text, ${times(asked)} x with its ${nodes} nodes` +
      ` (${verdict} 20 x, ${tree.blocks.length} blocks)`,
  );
}

/** Prints the texts of 10 MiB that take longest, and how many take longer than a second. */
export function printHostileTexts(): void {
  const times: { readonly name: string; readonly milliseconds: number }[] = [];
  for (const { name, text: hostile } of hostileTexts(10 * 1024 * 1024)) {
    const rounds = Array.from({ length: 3 }, () => {
      const started = performance.now();
      parse(hostile);
      return performance.now() - started;
    });
    times.push({ name, milliseconds: Math.min(...rounds) });
  }
  const slowest = times.toSorted((one, other) => other.milliseconds - one.milliseconds);
  const over = times.filter(({ milliseconds }) => milliseconds > 1000).length;
  console.log(`\n${times.length} hostile texts of 10 MiB, ${over} of them over 1000 ms; the slowest:`);
  for (const { name, milliseconds } of slowest.slice(0, 5)) {
    console.log(`${milliseconds.toFixed(0).padStart(7)} ms  ${name}`);
  }
}

function requestText(index: number): string {
  return `### ${index}\n# @name r${index}\nPOST {{host}}/x/${index}?a=1\n  &b=2\nContent-Type: application/json\n\n{"a": ${index}, "b": "{{c}}"}\n\n`;
}

function memoryInUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Collects garbage, whether or not Node was started with `--expose-gc`. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
