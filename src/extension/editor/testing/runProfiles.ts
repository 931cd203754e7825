/**
 * The ways to run tests that VS Code offers: with what is chosen in the window, and in each environment that the files
 * with tests know. Each of them can also be switched on to run a file again whenever it is saved; nothing runs by itself.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { Environments } from '../environments/environments.ts';
import type { FileRun } from '../sending/runs/runs.ts';
import type { TestRuns } from './testRuns.ts';
import type { TestTree } from './testTree.ts';

export interface RunProfilesOptions {
  readonly controller: vscode.TestController;
  readonly tree: TestTree;
  readonly runs: TestRuns;
  readonly environments: Environments;
}

export interface RunProfiles extends Disposable {
  /** The usual one first. */
  all(): readonly vscode.TestRunProfile[];
  /** Offers the environments of a file, too. */
  learn(file: vscode.Uri): Promise<void>;
}

export function createRunProfiles({ controller, tree, runs, environments }: RunProfilesOptions): RunProfiles {
  const known = new Map<string, readonly string[]>();
  const profiles = new Map<string, vscode.TestRunProfile>();

  const newProfile = (label: string, environment: string | undefined): vscode.TestRunProfile => {
    const setting = environment === undefined ? undefined : { environment, session: undefined };
    const profile = controller.createRunProfile(
      label,
      vscode.TestRunProfileKind.Run,
      (request, token) =>
        request.continuous === true
          ? runOnSave(request, token, setting)
          : runs.run(request, token, { setting }),
      environment === undefined,
    );
    profile.supportsContinuousRun = true;
    return profile;
  };

  /** Runs what a saved file has of the chosen items, until the token says that it is enough. */
  function runOnSave(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    setting: FileRun['setting'],
  ): void {
    const { include, exclude, profile } = request;
    const listener = vscode.workspace.onDidSaveTextDocument((document) => {
      const saved = tree.read(document);
      if (saved === undefined) return;
      const items = include === undefined ? [saved] : partOf(saved, include);
      if (items.length === 0) return;
      void runs.run(new vscode.TestRunRequest(items, exclude, profile, true), token, { setting });
    });
    token.onCancellationRequested(() => {
      listener.dispose();
    });
  }

  const usual = newProfile(vscode.l10n.t('Run'), undefined);
  // Nothing stops at a breakpoint: what a person wants to see of a request that fails is what went and what came.
  const whole = controller.createRunProfile(
    vscode.l10n.t('Run and Show Whole Messages'),
    vscode.TestRunProfileKind.Debug,
    (request, token) => runs.run(request, token, { showsMessages: true }),
    true,
  );

  const all = (): readonly vscode.TestRunProfile[] => [usual, whole, ...profiles.values()];
  return {
    all,
    async learn(file) {
      const names = (await environments.choicesFor(file)).map(({ name }) => name);
      known.set(file.toString(), names);
      const wanted = new Set([...known.values()].flat());
      for (const [name, profile] of profiles) {
        if (wanted.has(name)) continue;
        profiles.delete(name);
        profile.dispose();
      }
      for (const name of wanted) {
        if (profiles.has(name)) continue;
        profiles.set(name, newProfile(vscode.l10n.t('Run in {0}', name), name));
      }
    },
    dispose() {
      for (const profile of all()) profile.dispose();
    },
  };
}

/** The chosen items that are a file or lie in it; the file where what is around it was chosen. */
function partOf(file: vscode.TestItem, chosen: readonly vscode.TestItem[]): readonly vscode.TestItem[] {
  const isAround = (item: vscode.TestItem): boolean => isInside(file, item);
  return chosen.some(isAround) ? [file] : chosen.filter((item) => isInside(item, file));
}

function isInside(item: vscode.TestItem, outer: vscode.TestItem): boolean {
  for (let one: vscode.TestItem | undefined = item; one !== undefined; one = one.parent) {
    if (one === outer) return true;
  }
  return false;
}
