/**
 * A person's hands on a real VS Code window: opens a folder with the packaged extension installed, clicks lenses,
 * reads the panel and the sidebar. Holds no assertion; scenarios do.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { selectors, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { startCodeServer, type CodeServer } from '../host/codeServer.ts';
import { cacheFolder, projectFolder, temporaryFolder } from '../host/folders.ts';
import { openWindow, type CodeWindow } from '../host/window.ts';

export interface WorkbenchOptions {
  /** Files of the workspace by relative path. */
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly width?: number;
  readonly height?: number;
  /** Variables of the process that VS Code and the extension run in. */
  readonly environment?: NodeJS.ProcessEnv;
  /** VSIX files that are installed beside ours. */
  readonly extensions?: readonly string[];
}

/** A person's hands on one window. */
export interface Hands {
  readonly page: Page;
  /** The panel's page. */
  readonly panel: FrameLocator;
  openFile(name: string): Promise<void>;
  /** The lens of exactly that text, of the request at `nth` place on the screen (-1: the last), else of the first that has it. */
  lens(text: string | RegExp, nth?: number): Locator;
  command(title: string): Promise<void>;
  /** Takes what has this text in the list that VS Code shows, by typing it: a list that is drawn anew swallows clicks. */
  pick(text: string): Promise<void>;
  openSidebar(): Promise<void>;
  tree(text: string | RegExp): Locator;
}

export interface Workbench extends Hands {
  readonly folder: string;
  /** What VS Code keeps: settings, storage of extensions, logs. */
  readonly data: string;
  /** A second window on the folder, in the same browser. */
  openAnother(): Promise<Hands>;
  close(): Promise<void>;
}

/**
 * Lenses by the place of their line on the screen: in the document they stand in the order in which they were last
 * drawn, and while one request runs it has other lenses than the rest.
 */
const lensesInOrder = () => ({
  queryAll(root: ParentNode, query: string): Element[] {
    const { pattern, nth } = JSON.parse(query) as { readonly pattern: string; readonly nth?: number };
    const expression = new RegExp(pattern);
    const lines = new Map<number, Element[]>();
    for (const line of root.querySelectorAll('.codelens-decoration')) {
      const { top, height } = line.getBoundingClientRect();
      const lenses = [...line.querySelectorAll('a')];
      // VS Code leaves empty ones behind for a while, and old ones, hidden or below new ones.
      if (height > 0 && lenses.length > 0 && line.checkVisibility({ visibilityProperty: true }))
        lines.set(Math.round(top), [...(lines.get(Math.round(top)) ?? []), ...lenses]);
    }
    const sorted = [...lines].sort(([one], [other]) => one - other).map(([, lenses]) => lenses);
    return (nth === undefined ? sorted : [sorted.at(nth) ?? []])
      .flat()
      .filter((lens) => expression.test(lens.textContent));
  },
});
let open: Page | undefined;

/** Takes a picture of the window that is open, if there is one, into a folder that git ignores. */
export async function takePicture(name: string): Promise<void> {
  const path = join(cacheFolder, 'screenshots', `${name.replace(/[^\w-]+/g, '-')}.png`);
  // A window that does not answer any more must not hide the failure that it is taken for.
  await open?.screenshot({ path, timeout: 5000 }).catch(() => undefined);
}

const registered = selectors.register('lens', lensesInOrder);

/** Starts VS Code with the packaged extension on a new folder. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  await registered;
  const temporary = await temporaryFolder('scenario');
  const folder = join(temporary, 'workspace');
  await mkdir(folder, { recursive: true });
  for (const [path, text] of Object.entries(options.files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const server: CodeServer = await startCodeServer({
    folder: join(temporary, 'code'),
    vsix: [join(projectFolder, 'dist/http-sessions.vsix'), ...(options.extensions ?? [])],
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    ...(options.environment === undefined ? {} : { environment: options.environment }),
  });
  const window: CodeWindow = await openWindow({
    url: server.url,
    folder,
    ...(options.width === undefined ? {} : { width: options.width }),
    ...(options.height === undefined ? {} : { height: options.height }),
  });
  const { page } = window;
  open = page;
  return {
    ...handsOn(page),
    folder,
    data: join(temporary, 'code/data/data'),
    openAnother: async () => handsOn(await window.openAnother()),
    async close() {
      open = undefined;
      await window.close();
      await server.stop();
      await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function handsOn(page: Page): Hands {
  /** Takes the row that has the focus, once that is the one with this text: the list is drawn some time after the typing. */
  const enter = async (text: string): Promise<void> => {
    await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: text }).waitFor();
    await page.keyboard.press('Enter');
  };
  return {
    page,
    panel: page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
    async openFile(name) {
      await page.locator('.explorer-folders-view').getByText(name, { exact: true }).dblclick();
      await page.locator('.monaco-editor .view-lines').first().waitFor();
    },
    lens: (text, nth) =>
      page.locator(`lens=${JSON.stringify({ pattern: exactly(text).source, nth })}`).first(),
    async command(title) {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill(`>${title}`);
      await enter(title);
    },
    async pick(text) {
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first().waitFor();
      await page.locator('.quick-input-widget input[type=text]').fill(text);
      await enter(text);
    },
    async openSidebar() {
      const tab = page.locator('.activitybar').getByRole('tab', { name: /HTTP Sessions/ });
      // A second click would close it.
      if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    },
    tree: (text) => page.locator('.pane-body .monaco-list-row').filter({ hasText: text }),
  };
}

function exactly(text: string | RegExp): RegExp {
  return text instanceof RegExp ? text : new RegExp(`^\\s*${text}\\s*$`);
}
