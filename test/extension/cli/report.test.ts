import { describe, expect, it } from 'vitest';
import { parseInvocation } from '../../../src/extension/cli/args.ts';
import { createReport } from '../../../src/extension/cli/report.ts';
import { createTerminal } from '../../../src/extension/cli/terminal.ts';
import { RequestException } from '../../../src/extension/http/index.ts';
import { exchangeOf } from '../editor/exchangeExamples.ts';

/** Everything that is printed about one failed request, to both streams. */
async function told(words: readonly string[], isTTY: boolean): Promise<string> {
  let text = '';
  const stream = { isTTY, write: (piece: string | Uint8Array) => (text += Buffer.from(piece).toString()) };
  const terminal = createTerminal({ out: stream, err: stream, environment: { NO_COLOR: '1' } });
  const invocation = parseInvocation(['send', 'a.http', ...words]);
  if (invocation.kind !== 'command') throw new Error('The words are no command.');
  const report = createReport(invocation.command, terminal);
  const error = new RequestException('Nothing listens on 127.0.0.1:9.', 'ConnectRefused', {});
  report.begin(exchangeOf());
  report.change(exchangeOf({ state: 'pending' }));
  await report.end(exchangeOf({ state: 'failed', startedAt: 1, endedAt: 2, error }));
  return text;
}

describe('a request that fails', () => {
  it.each([
    ['on a terminal', true],
    ['on a pipe', false],
  ])('is told once %s', async (_, isTTY) => {
    expect((await told([], isTTY)).match(/Nothing listens/g)).toHaveLength(1);
  });
});
