/**
 * What a window costs before it has been used: the time that VS Code takes to activate an extension, and the very first
 * click. Each in a new window, ours and that of the empty panel by turns.
 */
import { openWorkbench, type Workbench } from '../../scenarios/workbench.ts';
import { median } from '../compare.ts';
import { emptyPanelName } from './emptyPanel/pack.ts';
import { PanelHands, paths, type FirstClick } from './panelHands.ts';

export interface StartFigures extends FirstClick {
  /** Milliseconds, as VS Code says for its running extensions. */
  readonly activation: number;
}

export interface Starts {
  readonly ours: StartFigures;
  readonly empty: StartFigures;
}

/** The same requests for both panels. */
export function benchFiles(url: string): Readonly<Record<string, string>> {
  const requests = paths.map((path) => `### ${path}\nGET ${url}/${path}\n`).join('\n');
  return { 'api.http': requests, 'api.txt': requests };
}

/** Medians of so many windows of each kind. `emptyPanel` is its VSIX. */
export async function measureStarts(url: string, emptyPanel: string, rounds: number): Promise<Starts> {
  const ours: StartFigures[] = [];
  const empty: StartFigures[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await measureStart(url, emptyPanel, 'api.http'));
    empty.push(await measureStart(url, emptyPanel, 'api.txt'));
  }
  return { ours: medians(ours), empty: medians(empty) };
}

async function measureStart(url: string, emptyPanel: string, file: string): Promise<StartFigures> {
  const workbench = await openWorkbench({
    ...{ files: benchFiles(url), extensions: [emptyPanel], width: 1400, height: 900 },
  });
  try {
    await workbench.openFile(file);
    const click = await new PanelHands(workbench).clickFirst();
    const name = file === 'api.http' ? 'HTTP Sessions' : emptyPanelName;
    return { ...click, activation: await activation(workbench, name) };
  } finally {
    await workbench.close();
  }
}

async function activation(workbench: Workbench, name: string): Promise<number> {
  await workbench.command('Developer: Show Running Extensions');
  const row = workbench.page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: name });
  const text = await row.locator('.activation-time').innerText({ timeout: 15_000 });
  const time = /([\d,]+)\s?ms/.exec(text)?.[1];
  if (time === undefined) throw new Error(`VS Code does not say how long ${name} took: ${text}`);
  return Number(time.replace(',', ''));
}

function medians(all: readonly StartFigures[]): StartFigures {
  const of = (name: keyof StartFigures): number => median(all.map((one) => one[name]));
  return { activation: of('activation'), feedback: of('feedback'), panel: of('panel') };
}
