import { describe, expect, it } from 'vitest';
import { lensTitles, type LensContext } from '../../../src/extension/editor/lenses/lensTitles.ts';
import { RequestException } from '../../../src/extension/http/index.ts';
import { bodyOf, exchangeOf, preparedRequest, responseOf } from './exchangeExamples.ts';
import { english } from './localize.ts';

function titles(context: Partial<LensContext>): string {
  return lensTitles({
    exchange: undefined,
    problems: 0,
    trusted: true,
    showResult: true,
    all: 0,
    now: 10_000,
    t: english,
    ...context,
  })
    .map(({ title }) => title)
    .join(' | ');
}

describe('the lenses above a request', () => {
  it('offer Send and Prepare before anything was sent', () => {
    expect(titles({})).toBe('Send | Prepare');
  });

  it('offer to cancel while it runs, with phase and whole seconds', () => {
    const exchange = exchangeOf({ state: 'pending', phase: 'wait', startedAt: 6600 });
    expect(titles({ exchange })).toBe('Cancel · waiting 3 s | Prepare');
  });

  it('say how much of the body has left', () => {
    const prepared = preparedRequest('POST', 'http://api.test/', { data: 'é'.repeat(500) });
    const exchange = exchangeOf({
      state: 'pending',
      phase: 'upload',
      startedAt: 6600,
      prepared,
      bytesSent: 419,
    });
    expect(titles({ exchange })).toBe('Cancel · sending 41 % 3 s | Prepare');
    expect(titles({ exchange: { ...exchange, bytesSent: 5000 } })).toContain('100 %');
    expect(titles({ exchange: { ...exchange, phase: 'wait' } })).not.toContain('%');
  });

  it('leave the time out in the first second', () => {
    const exchange = exchangeOf({ state: 'pending', phase: 'connect', startedAt: 9900 });
    expect(titles({ exchange })).toBe('Cancel · connecting | Prepare');
  });

  it('show the last result in the third place', () => {
    const exchange = exchangeOf({
      state: 'done',
      startedAt: 0,
      endedAt: 84,
      response: responseOf(),
      body: bodyOf('{}'),
    });
    expect(titles({ exchange })).toBe('Send | Prepare | 200 · 84 ms · 2 B');
    expect(titles({ exchange, showResult: false })).toBe('Send | Prepare');
  });

  it('count the checks that held, or those that did not', () => {
    const test = {
      name: 'status == 200',
      line: 3,
      expected: undefined,
      actual: undefined,
      message: undefined,
    };
    const of = (...outcomes: readonly ('passed' | 'failed' | 'notRun')[]) => {
      const tests = outcomes.map((outcome) => ({ ...test, outcome }));
      return titles({
        exchange: exchangeOf({ state: 'done', startedAt: 0, endedAt: 84, response: responseOf(), tests }),
      });
    };
    expect(of('passed', 'passed', 'passed')).toBe('Send | Prepare | 200 · 84 ms · 0 B · ✓ 3/3');
    expect(of('passed', 'notRun')).toBe('Send | Prepare | 200 · 84 ms · 0 B · ✓ 1/2');
    expect(of('passed', 'failed', 'passed')).toBe('Send | Prepare | 200 · 84 ms · 0 B · ✕ 1 of 3 failed');
    expect(of('notRun')).toBe('Send | Prepare | 200 · 84 ms · 0 B');
  });

  it('name the fault when it failed', () => {
    const error = new RequestException('No.', 'TlsUntrusted');
    expect(titles({ exchange: exchangeOf({ state: 'failed', error }) })).toBe(
      'Send | Prepare | Failed: TlsUntrusted',
    );
  });

  it('put Prepare first in a folder that is not trusted, and announce the question of Send', () => {
    expect(titles({ trusted: false })).toBe('Prepare | Send…');
  });

  it('count the problems of the text', () => {
    expect(titles({ problems: 1 })).toBe('Send | Prepare (1 problem)');
    expect(titles({ problems: 3 })).toBe('Send | Prepare (3 problems)');
  });

  it('offer all requests at the first one of several', () => {
    expect(titles({ all: 5 })).toBe('Send | Prepare | Send All (5)');
    expect(titles({ all: 1 })).toBe('Send | Prepare');
  });
});
