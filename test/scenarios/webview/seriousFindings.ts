/** What axe finds in a page or in one of its frames. Holds no assertion. */
import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe calls serious or worse, as `rule: where`. */
export async function seriousFindings(page: Page | Frame): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const inPage = (window as unknown as Record<string, Pick<typeof axe, 'run'>>)['axe'];
    if (inPage === undefined) throw new Error('axe is not in the page.');
    const { violations } = await inPage.run({ resultTypes: ['violations'], preload: false });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
      );
  });
}

/** By how many CSS pixels the page is wider than what shows it. */
export function overflowOf(page: Page | Frame): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
