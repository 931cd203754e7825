import { describe, expect, it } from 'vitest';
import {
  expectedValue,
  failureText,
  messageLines,
  outputLines,
} from '../../../../src/extension/editor/testing/testReport.ts';
import type { TestResult } from '../../../../src/extension/runner/index.ts';
import { exchangeOf, responseOf } from '../exchangeExamples.ts';
import { english } from '../localize.ts';

const result = (changes: Partial<TestResult>): TestResult => ({
  name: 'status == 201',
  line: 4,
  outcome: 'failed',
  expected: '== 201',
  actual: '200',
  message: undefined,
  ...changes,
});

const masked = (text: string): string => text.replaceAll('geheim', '••••••');

describe('the output of a test run', () => {
  it('has what came of the request, its checks and what scripts printed', () => {
    const exchange = exchangeOf({
      state: 'done',
      response: responseOf({ status: 200 }),
      tests: [result({ name: 'status < 300', outcome: 'passed' }), result({})],
      logs: [
        { level: 'log', text: 'one\ntwo', line: 8 },
        { level: 'warn', text: 'three', line: 9 },
      ],
    });
    const lines = outputLines(
      { title: 'Log in', exchange, failure: undefined, round: 'round 1 of 2', masked },
      english,
    );
    expect(lines[0]).toMatch(/^Log in · [A-Z]+ http\S+ · round 1 of 2 · 200 · /);
    expect(lines.slice(1)).toEqual([
      '  ✓ status < 300',
      '  ✕ status == 201: Expected == 201, but it was 200.',
      '  > one',
      '    two',
      '  warn three',
    ]);
  });

  it('says why there is no answer, and crosses out what is secret', () => {
    const failure = 'The host geheim does not answer.';
    expect(
      outputLines({ title: 'A', exchange: undefined, failure, round: undefined, masked }, english),
    ).toEqual(['A', '  The host •••••• does not answer.']);
  });

  it('makes characters visible that steer a terminal or mislead the eye', () => {
    const failure = '\u001b]52;c;aGk=\u0007 \u202egnp.exe\r\nnext';
    expect(
      outputLines({ title: 'A', exchange: undefined, failure, round: undefined, masked }, english),
    ).toEqual(['A', '  \\u001b]52;c;aGk=\\u0007 \\u202egnp.exe', '    next']);
  });

  it('is cut where messages are long', () => {
    expect(messageLines('x'.repeat(100_000))[0]?.length).toBeLessThan(70_000);
  });
});

describe('a check that did not hold', () => {
  it('says what was expected and what was there, or its own sentence', () => {
    expect(failureText(result({}), english)).toBe('Expected == 201, but it was 200.');
    expect(failureText(result({ expected: undefined, message: 'No token.' }), english)).toBe('No token.');
  });

  it('compares plain values', () => {
    expect(expectedValue(result({}))).toBe('201');
    expect(expectedValue(result({ expected: '> 3' }))).toBe('> 3');
  });
});
