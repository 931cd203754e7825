/**
 * Draws the last result of requests in the gutter of the editors on the screen, and failed ones in the overview ruler. Requests
 * that have tests are left to the Test Explorer, which draws in the same place. Redrawn a few times a second at most.
 */
import * as vscode from 'vscode';
import type { Exchanges } from '../sending/exchanges.ts';
import { lensSettings, section } from '../settings/settings.ts';
import { hasTests } from '../testing/fileTests.ts';
import { gutterIcon, gutterMark, gutterMarks, type GutterMark } from './gutterMarks.ts';
import { holdsRequests, type Outlines } from './outlines.ts';

/** Milliseconds between two drawings. */
const gap = 200;

export function registerGutterIcons(outlines: Outlines, exchanges: Exchanges): vscode.Disposable {
  let types: ReadonlyMap<GutterMark, vscode.TextEditorDecorationType> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function draw(): void {
    timer = undefined;
    for (const editor of vscode.window.visibleTextEditors) drawIn(editor);
  }

  function drawIn(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (!holdsRequests(document)) return;
    const sent = exchanges.ofFile(document.uri).length > 0;
    // Most editors never have one.
    if (!sent && types === undefined) return;
    types ??= newTypes();
    const ranges = new Map<GutterMark, vscode.Range[]>();
    const requests = sent && lensSettings(document.uri).gutter ? outlines.of(document).requests : [];
    for (const { key, line, definition } of requests) {
      const exchange = exchanges.lastSent(document.uri, key)?.exchange;
      const mark = exchange && gutterMark(exchange);
      if (mark === undefined || hasTests(definition)) continue;
      ranges.set(mark, [...(ranges.get(mark) ?? []), new vscode.Range(line, 0, line, 0)]);
    }
    for (const [mark, type] of types) editor.setDecorations(type, ranges.get(mark) ?? []);
  }

  const soon = (): void => {
    timer ??= setTimeout(draw, gap);
  };
  const listeners = vscode.Disposable.from(
    exchanges.onDidChange(soon),
    vscode.window.onDidChangeVisibleTextEditors(soon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (types !== undefined && holdsRequests(document)) soon();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.gutter`)) soon();
    }),
  );
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    listeners.dispose();
    for (const type of types?.values() ?? []) type.dispose();
  });
}

function newTypes(): ReadonlyMap<GutterMark, vscode.TextEditorDecorationType> {
  const icon = (mark: GutterMark, ground: 'light' | 'dark'): { readonly gutterIconPath: vscode.Uri } => ({
    gutterIconPath: vscode.Uri.parse(gutterIcon(mark, ground)),
  });
  return new Map(
    gutterMarks.map((mark) => [
      mark,
      vscode.window.createTextEditorDecorationType({
        gutterIconSize: 'contain',
        light: icon(mark, 'light'),
        dark: icon(mark, 'dark'),
        ...(mark === 'failed'
          ? {
              overviewRulerColor: new vscode.ThemeColor('testing.iconFailed'),
              overviewRulerLane: vscode.OverviewRulerLane.Left,
            }
          : {}),
      }),
    ]),
  );
}
