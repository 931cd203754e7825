/**
 * Where a workspace folder's cookies, history and bodies lie on disk, and the key that seals them. Everything is under the
 * extension's own global storage, in a folder named after a hash of the workspace folder: VS Code's storage for a
 * workspace has another name in each further window. Nothing is touched before something is first kept or shown.
 */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { BrokenFile, KeySharing, Sealer } from '../../runner/index.ts';
import type { Disposable } from '../disposable.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { encryptsStorage } from '../settings/settings.ts';

/** What is needed to keep something on disk. */
export interface StoragePlace {
  /** A private folder. */
  readonly folder: string;
  readonly sealer: Sealer;
}

export interface WorkspaceStorage extends Disposable {
  /**
   * The folder `name` of a workspace folder (undefined: of files outside every one); undefined when there is no key to
   * seal with, so that everything has to stay in memory. Rejects as the file system does.
   */
  place(folder: vscode.Uri | undefined, name: string): Promise<StoragePlace | undefined>;
  /** Tells the user, once for files that break together. */
  reportBroken(broken: BrokenFile): void;
}

const keyName = 'storageKey';

/** Files that are found broken within so many milliseconds are told together. */
const reportGap = 1000;

export function createWorkspaceStorage(root: vscode.Uri, secrets: vscode.SecretStorage): WorkspaceStorage {
  let sealer: Promise<Sealer | undefined> | undefined;
  let sharing: KeySharing | undefined;
  let broken: BrokenFile[] = [];

  async function openSealer(): Promise<Sealer | undefined> {
    const { createKeySharing, createSealer, makePrivateFolder, obtainStorageKey } = await loadEngine();
    if (!encryptsStorage()) return createSealer(undefined);
    const folder = await makePrivateFolder(root.fsPath);
    sharing = createKeySharing(await makePrivateFolder(root.fsPath, 'windows'));
    const store = {
      get: () => secrets.get(keyName),
      set: (text: string) => secrets.store(keyName, text),
    };
    const key = await obtainStorageKey(store, folder, { sharing });
    return key && createSealer(key);
  }

  return {
    async place(folder, name) {
      const { makePrivateFolder } = await loadEngine();
      sealer ??= openSealer();
      const opened = await sealer;
      if (opened === undefined) return undefined;
      return {
        folder: await makePrivateFolder(root.fsPath, folderName(folder), name),
        sealer: opened,
      };
    },
    reportBroken(one) {
      broken.push(one);
      if (broken.length > 1) return;
      setTimeout(() => {
        const all = broken;
        broken = [];
        void tellBroken(all.filter(({ fault }) => fault !== 'key'));
        void tellSealed(all.filter(({ fault }) => fault === 'key'));
      }, reportGap);
    },
    dispose() {
      void sharing?.close();
    },
  };
}

function folderName(folder: vscode.Uri | undefined): string {
  return createHash('sha256')
    .update(folder?.toString() ?? '')
    .digest('hex');
}

async function tellBroken(broken: readonly BrokenFile[]): Promise<void> {
  const [first] = broken;
  if (first === undefined) return;
  const place = first.keptAt ?? first.path;
  const sentence =
    broken.length === 1
      ? vscode.l10n.t('A file of HTTP Sessions could not be read and was set aside: {0}', place)
      : vscode.l10n.t(
          '{0} files of HTTP Sessions could not be read and were set aside, the first as {1}',
          broken.length,
          place,
        );
  const show = vscode.l10n.t('Show File');
  const answer = await vscode.window.showWarningMessage(sentence, show);
  if (answer === show) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(place));
  }
}

/** What another key has sealed may be in use by who has that key, so nothing is done to it without being asked. */
async function tellSealed(sealed: readonly BrokenFile[]): Promise<void> {
  if (sealed.length === 0) return;
  const setAside = vscode.l10n.t('Set Aside');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Cookies or history of this folder are sealed with a key that this window does not have: they were kept from another browser or computer, or the key was lost. They stay as they are. Set them aside to start anew.',
    ),
    setAside,
  );
  if (answer !== setAside) return;
  const { moveAside } = await loadEngine();
  // Another window may have been quicker.
  await Promise.allSettled(sealed.map(({ path }) => moveAside(path)));
}
