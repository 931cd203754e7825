/** A host's answers to the page's requests, for tests that need only some of them. Holds no assertion. */
import type { PageRequestHandlers } from '../../src/extension/webview/channel.ts';
import { pageRequests } from '../../src/extension/webview/schema.ts';

/** The given answers; everything else is refused. */
export function handlersWith(some: Partial<PageRequestHandlers>): PageRequestHandlers {
  const refused = (): Promise<never> => Promise.reject(new Error('Not in this test.'));
  const all = Object.fromEntries(Object.keys(pageRequests).map((method) => [method, refused]));
  // Every method is among the keys of the schema.
  return { ...all, ...some } as PageRequestHandlers;
}
