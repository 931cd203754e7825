/** Opens VS Code's workbench in a headless browser, and closes it with the browser. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from './findBrowser.ts';

export interface WindowOptions {
  readonly url: string;
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Pairs for the workbench, such as `['openFile', 'vscode-remote://…']`. */
  readonly payload?: readonly (readonly [string, string])[];
  readonly width?: number;
  readonly height?: number;
  /** A line of the extension host's console. */
  readonly onLog?: (line: string) => void;
  /** The test suite ended with this code. */
  readonly onExit?: (code: number) => void;
}

export interface CodeWindow {
  readonly page: Page;
  readonly browser: Browser;
  /** Opens a second window on the folder in the same browser, as a further tab of a person would be. */
  openAnother(): Promise<Page>;
  close(): Promise<void>;
}

/** Opens a window on a folder and resolves when the workbench is drawn. */
export async function openWindow(options: WindowOptions): Promise<CodeWindow> {
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...browserFlags],
    headless: true,
  });
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // The workbench seals the secrets of extensions with a half of the key that is the server's, which keeps none.
  await context.route('**/mint-key', (route) =>
    route.fulfill({ body: Buffer.alloc(32, 7), contentType: 'application/octet-stream' }),
  );
  const openPage = async (page: Page): Promise<Page> => {
    const query = new URLSearchParams({ folder: options.folder });
    if (options.payload !== undefined) query.set('payload', JSON.stringify(options.payload));
    await page.goto(`${options.url}/?${query.toString()}`);
    await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
    return page;
  };
  const page = await context.newPage();
  await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
    options.onLog?.(args.map(String).join(' '));
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => options.onExit?.(code));
  await openPage(page);
  return {
    page,
    browser,
    openAnother: async () => openPage(await context.newPage()),
    close: () => browser.close(),
  };
}
