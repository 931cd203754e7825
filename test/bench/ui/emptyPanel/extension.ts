/**
 * The empty panel that ours is compared with: an extension that does for plain texts what ours does for requests, and
 * nothing beyond what VS Code needs for it. A lens over each line that begins with GET, a panel that shows the bytes of
 * the answer as text, rows that come page by page. Its page has the same test ids, so that one hand measures both.
 */
import { get } from 'node:http';
import * as vscode from 'vscode';
import { emptyPage } from './page.ts';

const rowBytes = Buffer.from('An empty panel shows rows of sixty-four bytes and no more of it.'.repeat(1024));

export function activate(context: vscode.ExtensionContext): void {
  const changes = new vscode.EventEmitter<void>();
  let panel: vscode.WebviewPanel | undefined;
  let isReady = Promise.resolve();
  let running: string | undefined;

  function open(): vscode.WebviewPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const made = vscode.window.createWebviewPanel('emptyPanel', 'Empty', column, { enableScripts: true });
    isReady = new Promise((resolve) => {
      made.webview.onDidReceiveMessage((message: unknown) => {
        if (message === 'ready') resolve();
        else void made.webview.postMessage({ row: message, rows: Uint8Array.from(rowBytes).buffer });
      });
    });
    made.onDidDispose(() => (panel = undefined));
    made.webview.html = emptyPage;
    return made;
  }

  async function send(url: string): Promise<void> {
    panel ??= open();
    const { webview } = panel;
    running = url;
    changes.fire();
    const path = new URL(url).pathname;
    void isReady.then(() => webview.postMessage({ state: 'pending', path }));
    await new Promise<void>((resolve) => {
      get(url, (response) => {
        void isReady.then(() => webview.postMessage({ state: 'streaming', path }));
        response.on('data', (chunk: Buffer) => void webview.postMessage({ text: chunk.toString() }));
        response.on('end', resolve);
      });
    });
    await isReady;
    void webview.postMessage({ state: 'done', path });
    running = undefined;
    changes.fire();
  }

  context.subscriptions.push(
    changes,
    vscode.commands.registerCommand('emptyPanel.send', send),
    vscode.languages.registerCodeLensProvider(
      { language: 'plaintext' },
      {
        onDidChangeCodeLenses: changes.event,
        provideCodeLenses: (document) =>
          document
            .getText()
            .split('\n')
            .flatMap((text, line) => {
              if (!/^(GET |h)/.test(text)) return [];
              const url = text.slice('GET '.length);
              const command = { title: running === url ? 'Cancel' : 'Send', command: 'emptyPanel.send' };
              return [
                new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { ...command, arguments: [url] }),
              ];
            }),
      },
    ),
  );
}
