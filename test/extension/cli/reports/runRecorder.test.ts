import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../../src/extension/cli/reports/runRecord.ts';
import type { RunRecorder } from '../../../../src/extension/cli/reports/runRecorder.ts';
import { createRunRecorder } from '../../../../src/extension/cli/reports/runRecorder.ts';
import { RequestException } from '../../../../src/extension/http/index.ts';
import type { RunEvent } from '../../../../src/extension/runner/index.ts';
import type { RunStep } from '../../../../src/language/semantics/index.ts';
import { define, planSteps } from '../../../../src/language/semantics/index.ts';
import { parse } from '../../../../src/language/syntax/index.ts';

const text = [
  '### one\nGET https://u:p@a.test/1?key=s3cret\n\n?? status == 200\n?? duration < 9',
  '### two\nGET https://a.test/2',
].join('\n\n');

function stepsOf(source: string): readonly RunStep[] {
  const file = { path: '/project/api.http', definition: define(parse(source)) };
  return planSteps(file, { kind: 'all' }, { fileAt: () => undefined, importsOf: () => [] }).steps;
}

function recorderOf(steps: readonly RunStep[], rows = 1): RunRecorder {
  const iterations = Array.from({ length: rows }, (_, row) => ({
    file: 'api.http',
    repeat: undefined,
    row: row + 1,
    steps,
  }));
  const names = { nameOf: () => 'api.http', environment: undefined, version: '1.0.0', now: () => 0 };
  return createRunRecorder({ ...names, iterations });
}

function outcomes(recorder: RunRecorder): readonly string[] {
  return requests(recorder).map(({ outcome, reason }) =>
    reason === undefined ? outcome : `${outcome}: ${reason}`,
  );
}

function requests(recorder: RunRecorder): readonly RequestRecord[] {
  return recorder.record().iterations.flatMap((iteration) => iteration.requests);
}

const progress = { done: 0, total: 0 };

function refused(step: RunStep, more: Partial<Extract<RunEvent, { kind: 'stepEnded' }>> = {}): RunEvent {
  const error = new RequestException('No s3cret way.', 'ConnectRefused', { hint: 'Try.' });
  const run = { step, round: 0, rounds: 1, attempt: 1, willRetry: false, progress };
  return { kind: 'stepEnded', ...run, outcome: 'error', result: { error }, ...more };
}

describe('the record of a run', () => {
  it('holds everything as not run before anything is sent', () => {
    const recorder = recorderOf(stepsOf(text), 2);
    expect(recorder.record().state).toBe('running');
    expect(outcomes(recorder)).toEqual(Array(4).fill('notRun: the run did not come to it'));
    expect(requests(recorder)[0]).toMatchObject({
      name: 'one',
      line: 2,
      url: 'https://a.test/1?key=s3cret',
      tests: [
        { name: 'status == 200', line: 4, outcome: 'notRun' },
        { name: 'duration < 9', line: 5, outcome: 'notRun' },
      ],
    });
  });

  it('keeps what has ended and says why the rest has not', () => {
    const steps = stepsOf(text);
    const [one, two] = steps as readonly [RunStep, RunStep];
    const recorder = recorderOf(steps, 2);
    expect(recorder.observe(0, refused(one, { willRetry: true }))).toBeUndefined();
    expect(recorder.observe(0, refused(one, { attempt: 2 }))).toMatchObject({
      outcome: 'error',
      attempts: 2,
    });
    recorder.observe(0, { kind: 'stepSkipped', step: two, reason: { kind: 'cancelled' }, progress });
    recorder.end('interrupted', 'the run was interrupted');
    expect(recorder.record().state).toBe('interrupted');
    expect(outcomes(recorder)).toEqual(['error', ...Array(3).fill('notRun: the run was interrupted')]);
  });

  it('has as many places for a loop as it has rounds', () => {
    const steps = stepsOf(text);
    const [, two] = steps as readonly [RunStep, RunStep];
    const recorder = recorderOf(steps);
    const run = { step: two, rounds: 3, attempt: 1 };
    recorder.observe(0, { kind: 'stepStarted', ...run, round: 0, progress });
    recorder.observe(0, refused(two, { rounds: 3, round: 0 }));
    recorder.observe(0, { kind: 'stepSkipped', step: two, reason: { kind: 'bail' }, progress });
    expect(requests(recorder).map(({ name, round }) => [name, round])).toEqual([
      ['one', undefined],
      ['two', 1],
      ['two', 2],
      ['two', 3],
    ]);
    expect(outcomes(recorder).slice(1)).toEqual([
      'error',
      'notRun: an earlier request failed (--bail)',
      'notRun: the run did not come to it',
    ]);
  });

  it('crosses secrets out, wherever they stand', () => {
    const steps = stepsOf(text);
    const [one] = steps as readonly [RunStep, RunStep];
    const recorder = recorderOf(steps);
    recorder.addSecrets(['s3cret']);
    recorder.observe(0, refused(one));
    const [record] = requests(recorder);
    expect(record).toMatchObject({
      url: 'https://a.test/1?key=••••••',
      error: { message: 'No •••••• way.' },
    });
    expect(JSON.stringify(record)).not.toContain('s3cret');
  });
});
