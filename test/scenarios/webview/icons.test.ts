/** The icons of the page: their font is cut down to them when it is built. */
import { expect, it } from 'vitest';
import { iconNames } from '../../../src/extension/webview/ui/icons.ts';
import { startPageHost } from './pageHost.ts';
import { openStates, stateScene } from './stateScenes.ts';

it('are all in the font and in the style, and no others', async () => {
  const host = await startPageHost();
  const shown = await openStates(host, stateScene('done'));
  const missing = (names: readonly string[]): Promise<string[]> =>
    shown.page.evaluate(async (asked) => {
      await document.fonts.load('160px codicon', '\ueab2');
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      if (context === null) throw new Error('There is no canvas.');
      return asked.filter((name) => {
        const icon = document.createElement('span');
        icon.className = `codicon codicon-${name}`;
        document.body.append(icon);
        const letter = getComputedStyle(icon, '::before').content.replaceAll('"', '');
        icon.remove();
        // Each glyph of the font is as wide as the letter is high; what another font draws instead is not.
        context.font = '160px codicon';
        return letter === 'none' || Math.round(context.measureText(letter).width) !== 160;
      });
    }, names);
  expect(await missing(iconNames)).toEqual([]);
  expect(await missing(['rocket', 'github'])).toEqual(['rocket', 'github']);
  await shown.close();
  await host.close();
});
