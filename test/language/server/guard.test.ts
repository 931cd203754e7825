import { describe, expect, it } from 'vitest';
import {
  CancellationToken,
  CancellationTokenSource,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { createGuard } from '../../../src/language/server/guard.ts';

describe('the guard', () => {
  it('gives the answer', async () => {
    const guard = createGuard(() => undefined);
    expect(await guard({ what: 'hover', empty: '', token: CancellationToken.None }, () => 'yes')).toBe('yes');
  });

  it('logs a failure and answers with nothing', async () => {
    const log: string[] = [];
    const guard = createGuard((line) => log.push(line));
    const answer = await guard({ what: 'hover', empty: 'nothing', token: CancellationToken.None }, () => {
      throw new Error('broken');
    });
    expect(answer).toBe('nothing');
    expect(log).toEqual([expect.stringContaining('hover failed: Error: broken')]);
  });

  it('does not begin a question that was cancelled while it waited', async () => {
    const source = new CancellationTokenSource();
    const guard = createGuard(() => undefined);
    let began = false;
    const answer = guard({ what: 'hover', empty: '', token: source.token }, () => {
      began = true;
      return 'yes';
    });
    source.cancel();
    expect(await answer).toEqual(
      new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.'),
    );
    expect(began).toBe(false);
  });
});
