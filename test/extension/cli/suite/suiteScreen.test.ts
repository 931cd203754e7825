import { describe, expect, it } from 'vitest';
import type { SuiteScreen } from '../../../../src/extension/cli/suite/suiteScreen.ts';
import { createSuiteScreen } from '../../../../src/extension/cli/suite/suiteScreen.ts';
import { createTerminal } from '../../../../src/extension/cli/terminal.ts';
import {
  errorRecord,
  failedRecord,
  hostile,
  notRunRecord,
  requestRecord,
  runRecord,
  skippedRecord,
} from '../reports/sampleRun.ts';

function screenOf(isTTY: boolean): { readonly screen: SuiteScreen; readonly text: () => string } {
  let text = '';
  const stream = { isTTY, write: (piece: string | Uint8Array) => void (text += String(piece)) };
  const { err } = createTerminal({ out: stream, err: stream, environment: { NO_COLOR: '1' } });
  return { screen: createSuiteScreen(err, () => 60), text: () => text };
}

const all = [requestRecord(), failedRecord, errorRecord, skippedRecord, notRunRecord];

describe('what a person sees of a suite', () => {
  it('is on a terminal a line for each request, and what is wrong below', () => {
    const { screen, text } = screenOf(true);
    screen.begin('api.http, row 1');
    for (const request of all) screen.ended(request);
    screen.summary(runRecord());
    expect(text()).toMatchInlineSnapshot(`
      "api.http, row 1
      ✓ login  POST https://a.test/login  200 OK · 84 ms
      ✕ login  POST https://a.test/login  200 OK · 84 ms
          │ id is 2
          │ # Subtest: no
          api.http:8: body $.id == 1: Expected == 1, but it was 2.
      ✕ me  GET https://a.test/me  no answer · 5 ms · 2 attempts
          api.http:12: ConnectRefused: Connection to a.test:443 was refused. Start the server.
      – old  POST https://a.test/login  skipped: it is disabled

      4 requests: 1 failed, 1 without an answer, 1 skipped, 1 not run
      4 assertions: 1 holds, 1 does not, 2 not checked
      1.2 s
      "
    `);
  });

  it('is elsewhere what failed, under the way through the file that it belongs to', () => {
    const { screen, text } = screenOf(false);
    screen.begin('api.http, row 1');
    screen.ended(requestRecord());
    screen.begin('api.http, row 2');
    for (const request of all) screen.ended(request);
    screen.summary(runRecord());
    expect(text()).toMatchInlineSnapshot(`
      "api.http, row 2
      ✕ login  POST https://a.test/login  200 OK · 84 ms
          │ id is 2
          │ # Subtest: no
          api.http:8: body $.id == 1: Expected == 1, but it was 2.
      ✕ me  GET https://a.test/me  no answer · 5 ms · 2 attempts
          api.http:12: ConnectRefused: Connection to a.test:443 was refused. Start the server.
      4 requests: 1 failed, 1 without an answer, 1 skipped, 1 not run · 4 assertions: 1 holds, 1 does not, 2 not checked · 1.2 s
      "
    `);
  });

  it('says in one line how far the run is, which goes before anything else is printed', () => {
    const { screen, text } = screenOf(true);
    screen.sending('one', { done: 3, total: 9 });
    screen.ended(requestRecord());
    expect(text()).toMatch(/^\r\x1b\[K3 of 9 done: one\r\x1b\[K✓ login {2}POST [^\n]+\n$/);
    const pipe = screenOf(false);
    pipe.screen.sending('one', { done: 3, total: 9 });
    expect(pipe.text()).toBe('');
  });

  it('is never more than lines of text, whatever a server says', () => {
    const { screen, text } = screenOf(true);
    screen.ended({ ...failedRecord, name: hostile, url: hostile, statusText: hostile, logs: [] });
    expect(text().replaceAll('\n', '')).not.toMatch(/[\x00-\x1f]/);
    expect(text().split('\n')).toHaveLength(3);
  });
});
