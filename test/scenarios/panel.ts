/** Reads the panel as a person does: its state, the request it shows, cell by cell. Holds no assertion. */
import type { FrameLocator, Locator } from 'playwright-core';

/** What the Request tab shows, in the form in which it stands on the wire. */
export interface ShownRequest {
  readonly head: string;
  readonly body: string;
}

/** The panel once it shows a request to this path in one of these states; each path is used once in a file. */
export function shown(panel: FrameLocator, path: string, ...states: readonly string[]): Locator {
  const target = `:has([data-testid="target"]:has-text("${path}"))`;
  return panel.locator(
    states.map((state) => `[data-testid="exchange"][data-state="${state}"]${target}`).join(', '),
  );
}

/** The draft as its fields hold it; rows that are off are left out. */
export async function shownDraft(panel: FrameLocator): Promise<ShownRequest> {
  const method = await panel.getByTestId('method').inputValue();
  const url = new URL(await panel.getByTestId('url').inputValue());
  const lines: string[] = [];
  for (const row of await panel.locator('[data-testid="header-row"]:not([data-off])').all()) {
    const name = await row.getByTestId('header-name').inputValue();
    lines.push(`${name}: ${await row.getByTestId('header-value').inputValue()}\r\n`);
  }
  return {
    head: `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`,
    body: await shownBody(panel),
  };
}

/** The lines of the body's editor; empty when there is none. */
async function shownBody(panel: FrameLocator): Promise<string> {
  const lines = panel.getByTestId('prepared-body').locator('.cm-line');
  return (await lines.allTextContents()).join('\n');
}

/** Where each header came from, by its name in lower case. */
export async function shownOrigins(panel: FrameLocator): Promise<ReadonlyMap<string, string>> {
  const origins = new Map<string, string>();
  for (const row of await panel.getByTestId('header-row').all()) {
    const name = await row.getByTestId('header-name').inputValue();
    origins.set(name.toLowerCase(), (await row.locator('.origin').innerText()).trim());
  }
  return origins;
}
