/**
 * Requests with assertions and handlers in VS Code's Test Explorer. The controller is made when the first document that
 * might hold tests is open, or when somebody asks for the tests; before that it costs nothing, and activation waits for
 * none of it. Documents are read again a moment after an edit.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { Environments } from '../environments/environments.ts';
import type { Outlines } from '../lenses/outlines.ts';
import type { Exchanges } from '../sending/exchanges.ts';
import type { Sender } from '../sending/sender.ts';
import { createRunProfiles } from './runProfiles.ts';
import { tellSentResults } from './sentResults.ts';
import { createTestRuns } from './testRuns.ts';
import { canHoldTests, createTestTree, testFiles } from './testTree.ts';

export interface HttpTestsOptions {
  readonly outlines: Outlines;
  readonly exchanges: Exchanges;
  readonly environments: Environments;
  readonly sender: Pick<Sender, 'run'>;
}

export interface HttpTests extends Disposable {
  /** Finds all tests of the workspace, and resolves when they are in the Test Explorer. */
  show(): Promise<ShownTests>;
}

/** What is in the Test Explorer, and the ways to run it. */
export interface ShownTests {
  readonly controller: vscode.TestController;
  readonly profiles: readonly vscode.TestRunProfile[];
}

/** Milliseconds without typing before a document is read again. */
const readDelay = 300;

export function createHttpTests(options: HttpTestsOptions): HttpTests {
  let explorer: Explorer | undefined;
  const open = (): Explorer => (explorer ??= createExplorer(options));

  const look = (document: vscode.TextDocument): void => {
    if (explorer === undefined && !canHoldTests(document)) return;
    open().read(document);
    open().learn(document);
  };
  // After what a person waits for.
  const first = setImmediate(() => vscode.workspace.textDocuments.forEach(look));
  const listeners = [
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.window.onDidChangeActiveTextEditor((editor) => explorer?.learn(editor?.document)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && canHoldTests(document)) open().readSoon(document);
      else if (contentChanges.length > 0) explorer?.readSoon(document);
    }),
  ];
  return {
    async show() {
      const { controller, discover, profiles } = open();
      await discover();
      return { controller, profiles: profiles() };
    },
    dispose() {
      clearImmediate(first);
      for (const listener of listeners) listener.dispose();
      explorer?.dispose();
    },
  };
}

interface Explorer extends Disposable {
  readonly controller: vscode.TestController;
  readonly discover: () => Promise<void>;
  readonly profiles: () => readonly vscode.TestRunProfile[];
  read(document: vscode.TextDocument): void;
  /** Offers to run in the environments of a document. */
  learn(document: vscode.TextDocument | undefined): void;
  readSoon(document: vscode.TextDocument): void;
}

function createExplorer({ outlines, exchanges, environments, sender }: HttpTestsOptions): Explorer {
  const controller = vscode.tests.createTestController('httpSessions', vscode.l10n.t('HTTP'));
  const tree = createTestTree(controller, outlines);
  const timers = new Map<string, NodeJS.Timeout>();
  const watching: vscode.Disposable[] = [];
  let discovery: Promise<void> | undefined;

  const discover = (): Promise<void> => {
    if (watching.length === 0) watching.push(watch());
    return (discovery ??= tree.discover());
  };
  const runs = createTestRuns({ controller, tree, sender, exchanges, discover });
  const profiles = createRunProfiles({ controller, tree, runs, environments });

  function read(document: vscode.TextDocument): void {
    if (!canHoldTests(document)) {
      tree.remove(document.uri);
      return;
    }
    tree.read(document);
  }

  /** The environments around a file may have changed since it was last in front. */
  function learn(document: vscode.TextDocument | undefined): void {
    if (document !== undefined && tree.fileItem(document.uri) !== undefined)
      void profiles.learn(document.uri);
  }

  /** A file that is not open counts as it is on disk. */
  function watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(testFiles);
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate((file) => void tree.look(file)),
      watcher.onDidChange((file) => void changed(file)),
      watcher.onDidDelete((file) => {
        tree.remove(file);
      }),
    );
  }

  async function changed(file: vscode.Uri): Promise<void> {
    const item = tree.fileItem(file);
    if (item === undefined) await tree.look(file);
    else if (item.children.size > 0) await tree.readFile(file);
  }

  controller.resolveHandler = async (item) => {
    if (item === undefined) {
      await discover();
      return;
    }
    const place = tree.placeOf(item);
    if (place?.kind !== 'file') return;
    await tree.readFile(place.file);
    await profiles.learn(place.file);
  };
  controller.refreshHandler = async () => {
    discovery = undefined;
    await discover();
  };
  const results = tellSentResults({
    controller,
    tree,
    exchanges,
    isTold: (file, key) => runs.isRunning(file, key),
  });

  return {
    controller,
    discover,
    profiles: () => profiles.all(),
    read,
    learn,
    readSoon(document) {
      const uri = document.uri.toString();
      clearTimeout(timers.get(uri));
      const later = (): void => {
        timers.delete(uri);
        if (!document.isClosed) read(document);
      };
      timers.set(uri, setTimeout(later, readDelay));
    },
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const one of [...watching, results, profiles, controller]) one.dispose();
    },
  };
}
