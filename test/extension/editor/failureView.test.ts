/** What the panel says of each fault of the closed list: the same facts as JSON has them, and never a secret. */
import { describe, expect, it } from 'vitest';
import { RequestException } from '../../../src/extension/http/index.ts';
import type { FaultFacts, FaultName, LimitName } from '../../../src/extension/http/index.ts';
import { faultGuide } from '../../../src/extension/http/errors/faultGuide.ts';
import { exchangeSnapshot } from '../../../src/extension/editor/panel/snapshot.ts';
import { createDraft } from '../../../src/extension/editor/sending/draft.ts';
import { failureView } from '../../../src/extension/webview/failures.ts';
import { exchangeOf } from './exchangeExamples.ts';
import { english } from './localize.ts';

const facts: FaultFacts = {
  phase: 'headers',
  host: 'api.test',
  port: 8080,
  elapsed: 1234,
  bytesSent: 150,
  bytesReceived: 38,
  attempts: 2,
};

function viewOf(name: FaultName, more: FaultFacts = {}) {
  const error = new RequestException('It went wrong.', name, { ...facts, ...more });
  const exchange = exchangeOf({ state: 'failed', error });
  const { failure } = exchangeSnapshot(exchange, {
    draft: createDraft(exchange.prepared),
    environment: undefined,
    unresolved: [],
    secrecy: { masked: true, secrets: ['hunter2'], revealable: true },
    notice: undefined,
    limits: { connect: 1000, read: 2000 },
    now: 0,
    t: english,
  });
  return failure;
}

const names = Object.keys(faultGuide) as FaultName[];

describe('a failure in the panel', () => {
  it.each(names)('that is %s has its name, place, time, bytes, attempts and what to do', (name) => {
    const view = viewOf(name);
    expect(view).toMatchObject({
      name,
      phase: 'headers',
      message: 'It went wrong.',
      hint: faultGuide[name].todo,
      target: 'api.test:8080',
      elapsed: 1234,
      bytesSent: 150,
      bytesReceived: 38,
      attempts: 2,
      nothingSent: false,
    });
    expect(failureView(view)).toBe(true);
  });

  it.each(names.flatMap((name) => (faultGuide[name].limits ?? []).map((limit) => [name, limit] as const)))(
    'that is %s names the setting of %s',
    (name: FaultName, limit: LimitName) => {
      expect(viewOf(name, { limit })?.setting).toBe(`httpSessions.${limit}`);
    },
  );

  it('shows the beginning of what came instead of an answer, without what would steer a terminal, and masked', () => {
    const received = Buffer.from('<b>\r\nAuthorization: Bearer hunter2\x1b[31m\0');
    expect(viewOf('BadResponse', { received })?.start).toBe(
      '<b>\nAuthorization: Bearer ••••••\\x1b[31m\\x00',
    );
    expect(viewOf('ConnectionReset', { received: Buffer.alloc(9000, 'a') })?.start).toHaveLength(4096);
    expect(viewOf('BadResponse', { received: new Uint8Array() })?.start).toBeUndefined();
  });

  it('says nothing of attempts when there was one', () => {
    expect(viewOf('ConnectRefused', { attempts: 1 })?.attempts).toBeUndefined();
  });
});
