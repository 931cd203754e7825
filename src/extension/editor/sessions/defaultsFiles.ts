/**
 * The `http-sessions.json` files of this window's folders: read from disk for each send, and held as they were last seen
 * for rows and pickers. Watches for changes and tells of them; what the files mean is decided by the language layer.
 * Nothing is read before something asks.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import { defaultsFileName, readDefaultsFile, type DefaultsFile } from '../../../language/semantics/index.ts';
import type { Disposable } from '../disposable.ts';
import { loadEngine } from '../sending/loadEngine.ts';

/** A file as it was last seen. */
export interface SeenDefaults extends DefaultsFile {
  readonly uri: vscode.Uri;
}

export interface DefaultsFiles extends Disposable {
  /** A file came, went or was changed. */
  readonly onDidChange: vscode.Event<void>;
  /** Those that count for a file as they are on disk, those of far folders first. */
  read(file: vscode.Uri): Promise<readonly DefaultsFile[]>;
  /** Looks through the folders of the window, once. */
  find(): Promise<void>;
  /** All that are known. */
  all(): readonly SeenDefaults[];
  /** Those that count below a folder, far ones first; `top` is the folder that is open. */
  seenFrom(folder: vscode.Uri, top: vscode.Uri): readonly SeenDefaults[];
}

/** More than this many in one window would be a mistake. */
const mostFiles = 200;

export function createDefaultsFiles(): DefaultsFiles {
  const seen = new Map<string, SeenDefaults>();
  const changes = new vscode.EventEmitter<void>();
  let finding: Promise<void> | undefined;
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${defaultsFileName}`);

  async function look(uri: vscode.Uri): Promise<void> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const folder = path.dirname(uri.fsPath);
      const origin = vscode.workspace.asRelativePath(uri);
      seen.set(uri.toString(), { ...readDefaultsFile({ origin, folder, text }), uri });
    } catch {
      seen.delete(uri.toString());
    }
  }
  async function lookAll(): Promise<void> {
    const found = await vscode.workspace.findFiles(`**/${defaultsFileName}`, '**/node_modules/**', mostFiles);
    await Promise.all(found.map(look));
    if (found.length > 0) changes.fire();
  }
  const lookAgain = async (uri: vscode.Uri): Promise<void> => {
    if (finding === undefined) return;
    await look(uri);
    changes.fire();
  };
  const listeners = vscode.Disposable.from(
    watcher,
    changes,
    watcher.onDidCreate(lookAgain),
    watcher.onDidChange(lookAgain),
    watcher.onDidDelete(lookAgain),
  );
  return {
    onDidChange: changes.event,
    async read(file) {
      const { diskReader, findDefaults } = await loadEngine();
      const top = vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath;
      return findDefaults(file.fsPath, { reader: diskReader, top });
    },
    find: () => (finding ??= lookAll()),
    all: () => [...seen.values()],
    seenFrom(folder, top) {
      const above = (uri: vscode.Uri): boolean =>
        isInside(folder, vscode.Uri.joinPath(uri, '..')) && isInside(uri, top);
      return [...seen.values()]
        .filter(({ uri }) => above(uri))
        .sort((one, other) => one.uri.path.length - other.uri.path.length);
    },
    dispose() {
      listeners.dispose();
    },
  };
}

function isInside(uri: vscode.Uri, folder: vscode.Uri): boolean {
  const relative = path.relative(folder.fsPath, uri.fsPath);
  return uri.scheme === folder.scheme && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
}
