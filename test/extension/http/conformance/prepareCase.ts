/** Cases of kind `prepare`: what `Request.prepare` makes of a request alone. */
import type { ConformanceCase, Outcome } from './cases.ts';
import { describePrepared, requestOf, settle } from './requests.ts';

export async function playPrepareCase({ given, expect: expected }: ConformanceCase): Promise<Outcome> {
  const actual = await settle(expected, async () => ({
    prepared: await describePrepared(requestOf(given).prepare(), expected['prepared']),
  }));
  return { expected, actual };
}
