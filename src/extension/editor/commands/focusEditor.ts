/** Goes from the panel to the line of its request. */
import * as vscode from 'vscode';
import { targetOf, type Command, type CommandContext, type Target } from './command.ts';

export const focusEditor: Command = {
  id: 'httpSessions.focusEditor',
  run(context, ...values) {
    const target = targetOf(context, values) ?? fileOfPanel(context);
    return target && reveal(target);
  },
};

/** Puts the caret on a line of a file, in the editor that shows it already when there is one. */
export async function reveal({ file, line }: Target): Promise<void> {
  const uri = file.toString();
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri);
  const at = new vscode.Position(line, 0);
  await vscode.window.showTextDocument(visible?.document.uri ?? file, {
    ...(visible?.viewColumn === undefined ? {} : { viewColumn: visible.viewColumn }),
    selection: new vscode.Range(at, at),
  });
}

function fileOfPanel({ panels }: CommandContext): Target | undefined {
  return panels.active && { file: panels.active.file, line: 0 };
}
