/**
 * Text from a file runs as code in one place only: inside QuickJS. Nothing that is shipped may hold a second way, and each
 * exception stands here with its reason (reliability T15).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'glob';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../host/folders.ts';

const dist = join(projectFolder, 'dist');
const bundles = globSync(['*.{cjs,mjs}', 'chunks/*.mjs', 'webview/*.js'], { cwd: dist }).sort();

/** Each way by which JavaScript makes code out of a text, and Node what it finds in a file. */
const ways = [
  /\bnew Function\b/g,
  /(?<![\w.$])(?:Function|eval)\(/g,
  /\bnode:vm\b|require\("vm"\)|\brun(?:InThis|InNew|In)Context\b|\bcompileFunction\b/g,
  /\b_compile\(/g,
  /\beval:\s*(?:!0|true)/g,
  /(?<!__|get )createRequire\(/g,
];

interface Exception {
  readonly file: RegExp;
  readonly found: RegExp;
  readonly reason: string;
}

const exceptions: readonly Exception[] = [
  {
    file: /^(?:engine\.cjs|cli\.mjs|chunks\/[\w-]+\.mjs)$/,
    found: /^eval:/,
    reason:
      'The thread that looks for patterns runs four lines of our own; pattern and text come as messages.',
  },
];

/** CommonJS packages inside an ES module call `require` for Node's own modules; the banner makes it. */
const banner =
  /import \{ createRequire as __createRequire \} from 'node:module'; const require = __createRequire\(import\.meta\.url\);/g;

const evaluatorsIn = (file: string): readonly string[] => {
  const text = readFileSync(join(dist, file), 'utf8').replaceAll(banner, '');
  return ways.flatMap((way) => text.match(way) ?? []);
};

describe('what is shipped', () => {
  it('is looked at whole', () => {
    expect(bundles).toEqual(
      expect.arrayContaining(['cli.mjs', 'engine.cjs', 'extension.cjs', 'scripts.cjs']),
    );
  });

  it.each(bundles)('makes no code out of texts, but for what has a reason: %s', (file) => {
    const allowed = exceptions.filter((one) => one.file.test(file)).map(({ found }) => found);
    expect(evaluatorsIn(file).filter((way) => !allowed.some((found) => found.test(way)))).toEqual([]);
  });

  it('has each exception once in the editor, and once in the terminal', () => {
    for (const { found } of exceptions) {
      const holders = bundles.filter((file) => evaluatorsIn(file).some((way) => found.test(way)));
      expect(holders.filter((file) => file.endsWith('.cjs'))).toHaveLength(1);
      expect(holders.filter((file) => file.endsWith('.mjs'))).toHaveLength(1);
    }
  });

  it('would be caught', () => {
    const caught = (text: string): boolean => ways.some((way) => text.search(way) !== -1);
    for (const text of [
      'new Function("a")',
      'x=eval(t)',
      'require("vm")',
      'from"node:vm"',
      'm._compile(t)',
      'new Worker(t,{eval:!0})',
      'const r=createRequire(u)',
    ]) {
      expect(caught(text)).toBe(true);
    }
    expect(caught('context.evalCode(text);newFunction(name)')).toBe(false);
  });
});
