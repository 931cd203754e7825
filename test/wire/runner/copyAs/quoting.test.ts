/** Words and strings of the shells and languages that requests are copied to, read back by their own rules. */
import { spawnSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote } from '../../../../src/extension/runner/copyAs/curl.ts';
import { quoteCmd } from '../../../../src/extension/runner/copyAs/curlCmd.ts';
import { configLine, quotePowerShell } from '../../../../src/extension/runner/copyAs/curlPowerShell.ts';
import { quoteScript } from '../../../../src/extension/runner/copyAs/fetch.ts';
import { quotePython } from '../../../../src/extension/runner/copyAs/python.ts';

const awkward = [
  'plain',
  '',
  'two words',
  `it's`,
  '"quoted"',
  '\\',
  'C:\\dir\\',
  '\\"',
  '\\\\" \\',
  '$HOME `x` $(y)',
  '%PATH%',
  '100%',
  '%%a%',
  '%"%&|<>()^!',
  'a\nb',
  'a\tb',
  '‘typographic’ ‚quotes‛',
  'é😀',
  '\u2028',
  "'@",
  '-x',
  '@file',
  '*?[a]{b}~#',
];

/** What cmd hands to a program: carets are taken away, a caret before a line break keeps the break after it. */
function readByCmd(command: string): string {
  // A name that is not set stays as it is at the prompt; no name that we write begins with a caret.
  expect(command).not.toMatch(/%[^%^][^%]*%/);
  return command.replace(/\^(\n\n|[^\n])/g, (_, escaped: string) => (escaped === '\n\n' ? '\n' : escaped));
}

/** How the C runtime of Windows reads one argument. */
function readByRuntime(argument: string): string {
  let text = '';
  let quoted = false;
  for (let at = 0; at < argument.length; at++) {
    const slashes = /^\\*/.exec(argument.slice(at))?.[0].length ?? 0;
    const next = argument[at + slashes];
    if (slashes > 0 && next === '"') {
      text += '\\'.repeat(Math.floor(slashes / 2));
      at += slashes;
      if (slashes % 2 === 1) text += '"';
      else quoted = !quoted;
    } else if (slashes > 0) {
      text += '\\'.repeat(slashes);
      at += slashes - 1;
    } else if (next === '"') quoted = !quoted;
    else {
      expect(next === ' ' || next === '\t' || next === '\n' ? quoted : true).toBe(true);
      text += next ?? '';
    }
  }
  return text;
}

/** How curl reads the value of a line in its configuration. */
function readByCurl(line: string): string {
  const inner = /^x = "([^]*)"$/.exec(line)?.[1] ?? 'not a line';
  const plain: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', v: '\v' };
  return inner.replace(/\\(.)/g, (_, one: string) => plain[one] ?? one);
}

function readByPowerShell(literal: string): string {
  const inner = /^'([^]*)'$/.exec(literal)?.[1] ?? 'not a string';
  expect(inner.replace(/(['‘’‚‛])\1/g, '')).not.toMatch(/['‘’‚‛]/);
  return inner.replace(/(['‘’‚‛])\1/g, '$1');
}

const anyText = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'binary', maxLength: 12 }));

describe('a word', () => {
  it.each(awkward)('for cmd holds %j', (text) => {
    expect(readByRuntime(readByCmd(quoteCmd(text)))).toBe(text);
  });

  it('for cmd holds every line of printable ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 20 }), (text) => {
        expect(readByRuntime(readByCmd(quoteCmd(text)))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('for PowerShell and for a configuration of curl holds every text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readByPowerShell(quotePowerShell(text))).toBe(text);
        expect(readByCurl(configLine({ name: 'x', value: text }))).toBe(text);
        expect(configLine({ name: 'x', value: text })).not.toContain('\n');
      }),
    );
  });

  it('for JavaScript holds every text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(runInNewContext(quoteScript(text))).toBe(text);
      }),
    );
  });

  it('for POSIX shells holds every text', () => {
    const texts = awkward.map((text) => quote(text)).join(' ');
    const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${texts}`], { encoding: 'utf8' });
    expect(stdout.split('\0').slice(0, -1)).toEqual(awkward);
  });
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('a string for Python', () => {
  it('holds every text', () => {
    const texts = [...awkward, ...fc.sample(fc.string({ unit: 'binary' }), { seed: 1, numRuns: 100 })];
    const program = 'import ast,json,sys; print(json.dumps(ast.literal_eval(sys.stdin.read())))';
    const { stdout } = spawnSync('python3', ['-c', program], {
      input: `[${texts.map((text) => quotePython(text)).join(',')}]`,
      encoding: 'utf8',
      env: { ...process.env, PYTHONUTF8: '1' },
    });
    expect(JSON.parse(stdout)).toEqual(texts);
  });
});
