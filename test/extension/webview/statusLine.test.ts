import { describe, expect, it } from 'vitest';
import type { ExchangeSnapshot } from '../../../src/extension/webview/protocol.ts';
import { speechFor, streamSpeech } from '../../../src/extension/webview/ui/speech.ts';
import { initialState, reduce, type PageState } from '../../../src/extension/webview/ui/state.ts';
import { statusLine } from '../../../src/extension/webview/ui/statusLine.ts';
import { createTexts } from '../../../src/extension/webview/ui/text.ts';
import { done, idle, pending, prepared, response, streaming } from './snapshots.ts';

const texts = createTexts({}, 'en');
const shown = (snapshot: ExchangeSnapshot): PageState =>
  reduce(initialState, { type: 'snapshot', snapshot, tab: undefined, now: 0 });

function line(snapshot: ExchangeSnapshot): string {
  const { icon, headline, parts } = statusLine(shown(snapshot), 0, texts);
  return [`(${icon}) ${headline}`, ...parts].join(' · ');
}

describe('the status line', () => {
  it.each<[string, ExchangeSnapshot, string]>([
    ['before sending', idle, '(circle-outline) Not sent yet'],
    ['while waiting', pending, '(watch) Waiting for the answer · 3.4 s'],
    [
      'while waiting with a limit',
      { ...pending, limit: 30_000 },
      '(watch) Waiting for the answer · 3.4 s of 30 s',
    ],
    ['while the body leaves', { ...pending, phase: 'upload', uploaded: 41 }, '(watch) Sending 41 % · 3.4 s'],
    ['in a phase it has no words for', { ...pending, phase: 'tunnel' }, '(watch) Tunnel · 3.4 s'],
    [
      'while the body arrives',
      { ...streaming, received: 12_400_000, expected: 1_000_000_000 },
      '(arrow-down) 200 OK · receiving 12.4 MB of 1 GB · 3.4 s',
    ],
    ['while a body of unknown length arrives', streaming, '(arrow-down) 200 OK · receiving 1 kB · 3.4 s'],
    ['when done', done, '(pass) 200 OK · 84 ms · 1.2 kB'],
    [
      'when a coded body is done',
      { ...done, receivedRaw: 400 },
      '(pass) 200 OK · 84 ms · 1.2 kB, 400 B on the wire',
    ],
    [
      'for a redirect that was not followed',
      { ...done, response: { ...response, status: 302, reason: 'Found' } },
      '(arrow-circle-right) 302 Found · 84 ms · 1.2 kB',
    ],
    [
      'for an error of the client',
      { ...done, response: { ...response, status: 404, reason: '' } },
      '(warning) 404 · 84 ms · 1.2 kB',
    ],
    [
      'for an error of the server',
      { ...done, response: { ...response, status: 503, reason: 'Busy' } },
      '(error) 503 Busy · 84 ms · 1.2 kB',
    ],
    [
      'with no body',
      { ...done, state: 'empty', received: 0, response: { ...response, status: 204, reason: 'No Content' } },
      '(pass) 204 No Content · 84 ms · no body',
    ],
    ['with an empty body', { ...done, state: 'empty', received: 0 }, '(pass) 200 OK · 84 ms · 0 bytes'],
    [
      'for HEAD',
      { ...done, state: 'empty', received: 0, prepared: { ...prepared, method: 'HEAD' } },
      '(pass) 200 OK · 84 ms · no body by definition',
    ],
    [
      'when cancelled',
      { ...done, state: 'cancelled', elapsed: 3100 },
      '(circle-slash) Cancelled after 3.1 s · 1.2 kB kept',
    ],
    [
      'when cancelled before an answer',
      { ...pending, state: 'cancelled' },
      '(circle-slash) Cancelled after 3.4 s',
    ],
    [
      'when it failed before an answer',
      {
        ...pending,
        state: 'failed',
        elapsed: 31,
        failure: { name: 'ConnectRefused', phase: 'connect', message: 'Refused.', hint: undefined },
      },
      '(error) ConnectRefused · connecting · 31 ms',
    ],
    [
      'when it failed in the body',
      {
        ...done,
        state: 'failed',
        received: 5,
        expected: 100,
        failure: { name: 'BodyTruncated', phase: 'body', message: 'Cut.', hint: undefined },
      },
      '(error) BodyTruncated · 200 OK · 5 B of 100 B · 84 ms',
    ],
    [
      'when there is no network',
      {
        ...pending,
        state: 'offline',
        elapsed: 31,
        sentFrom: 'the container api',
        failure: { name: 'DnsFailed', phase: 'dns', message: 'Not found.', hint: undefined },
      },
      '(error) No network from the container api · DnsFailed · looking up the name · 31 ms',
    ],
  ])('%s', (_name, snapshot, expected) => {
    expect(line(snapshot)).toBe(expected);
  });
});

describe('what a screen reader hears', () => {
  const say = (before: ExchangeSnapshot, after: ExchangeSnapshot): string | undefined =>
    speechFor(shown(before), shown(after), 0, texts);

  it('is one sentence when something begins or ends', () => {
    expect([
      say(idle, pending),
      say(streaming, done),
      say(streaming, { ...done, state: 'cancelled' }),
    ]).toEqual([
      'Sending POST /login',
      '200 OK, 84 milliseconds, 1.2 kilobytes, JSON',
      'Cancelled, 1.2 kilobytes kept',
    ]);
  });

  it('is nothing while numbers change', () => {
    expect(say(streaming, { ...streaming, received: 999_999 })).toBeUndefined();
  });
});

describe('numbers', () => {
  it.each([
    [0.2, '0.2 ms'],
    [84.4, '84 ms'],
    [999.6, '1.0 s'],
    [3400, '3.4 s'],
    [125_000, '2 min 5 s'],
  ])('%d milliseconds are %s', (milliseconds, expected) => {
    expect(texts.duration(milliseconds)).toBe(expected);
  });

  it('follow the language, and a language nobody knows is English', () => {
    expect(createTexts({}, 'de').duration(3400)).toBe('3,4 s');
    expect(createTexts({}, 'qps-ploc').size(1_500_000)).toBe('1.5 MB');
    expect(createTexts({}, '!').size(12)).toBe('12 B');
  });

  it("use the host's words and fill their places", () => {
    const german = createTexts({ kept: '{0} behalten' }, 'de');
    expect([german.t('kept', '5 B'), german.t('reset'), german.t('kept')]).toEqual([
      '5 B behalten',
      'Reset',
      '{0} behalten',
    ]);
  });
});

describe('the sentence while something arrives', () => {
  it('tells bytes, or events that are new, and nothing twice', () => {
    expect(streamSpeech(1200, { events: undefined, said: 0 }, texts)).toBe('Receiving, 1.2 kilobytes so far');
    expect(streamSpeech(1200, { events: 25, said: 5 }, texts)).toBe('Receiving events, 20 new');
    expect(streamSpeech(1200, { events: 25, said: 25 }, texts)).toBe(undefined);
  });
});
