/**
 * Answers a page that filters a body by a path. What was read of the last body is kept, because a path is typed letter by
 * letter. No VS Code in here.
 */
import type { BodyFilterRequests } from '../../webview/bodyFilter.ts';
import type { PageRequestHandlers } from '../../webview/channel.ts';
import type * as runner from '../../runner/index.ts';
import type { BodyFilter, Exchange } from '../../runner/index.ts';
import type { Localize } from '../labels.ts';
import { bodyText } from './bodyNames.ts';

export interface BodyFiltersOptions {
  /** Throws a sentence for one that is not known. */
  readonly exchangeOf: (id: string) => Exchange;
  readonly loadRunner: () => Promise<Pick<typeof runner, 'createBodyFilter'>>;
  /** Most bytes of a body that is read whole. */
  readonly limit: () => number;
  readonly t: Localize;
}

export function createBodyFilters(
  options: BodyFiltersOptions,
): Pick<PageRequestHandlers, keyof BodyFilterRequests> {
  const { exchangeOf, loadRunner, t } = options;
  let last: { readonly of: string; readonly filter: Promise<BodyFilter> } | undefined;

  async function read(exchange: Exchange, language: 'json' | 'xml'): Promise<BodyFilter> {
    if ((exchange.body?.length ?? 0) > options.limit())
      throw new Error(t('This body is too large to be filtered.'));
    const { createBodyFilter } = await loadRunner();
    return createBodyFilter(await bodyText(exchange), language).catch((error: unknown) => {
      throw new Error(t(language === 'json' ? 'This is not valid JSON.' : 'This is not valid XML.'), {
        cause: error,
      });
    });
  }

  return {
    filterBody: async ({ exchangeId, language, path }) => {
      const exchange = exchangeOf(exchangeId);
      const of = `${exchangeId} ${language} ${String(exchange.body?.length)}`;
      if (last?.of !== of) last = { of, filter: read(exchange, language) };
      const filter = await last.filter;
      try {
        return await filter.find(path);
      } catch (error) {
        throw new Error(error instanceof Error ? error.message : String(error), { cause: error });
      }
    },
  };
}
