/**
 * Which environment is chosen in this workspace, for all files or for one, and which ones a file can choose from. Several
 * are one name (`dev + local`). A file around which the chosen one is not defined has none in force. What an environment
 * holds is read when a request is prepared, and not kept here.
 */
import * as vscode from 'vscode';
import type { EnvironmentChoice } from '../../../language/protocol.ts';
import type { Disposable } from '../disposable.ts';

export interface Environments extends Disposable {
  /** Another one was chosen, or none. */
  readonly onDidChange: vscode.Event<void>;
  /** Somebody can say now what there is to choose. */
  readonly onDidLearn: vscode.Event<void>;
  /** For all files that have no choice of their own; undefined when none is. */
  readonly chosen: string | undefined;
  /** What counts for a file. */
  chosenFor(file: vscode.Uri): string | undefined;
  /** Files with a choice of their own, by their URIs; null for none. */
  readonly byFile: Readonly<Record<string, string | null>>;
  choose(name: string | undefined): void;
  /** Chooses for one file alone; `inherit` goes back to what is chosen for all. */
  chooseFor(file: vscode.Uri, name: string | undefined | typeof inherit): void;
  /** What can be chosen for a file; empty when nothing can, or when the language server does not answer. */
  choicesFor(file: vscode.Uri): Promise<readonly EnvironmentChoice[]>;
}

/** No choice of one's own. */
export const inherit = Symbol('inherit');

const chosenKey = 'environment';
const byFileKey = 'environmentsByFile';

export function createEnvironments(
  state: vscode.Memento,
  choices: Pick<Environments, 'choicesFor' | 'onDidLearn'>,
): Environments {
  const changes = new vscode.EventEmitter<void>();
  const byFile = (): Readonly<Record<string, string | null>> => state.get(byFileKey, {});
  return {
    onDidChange: changes.event,
    get chosen() {
      return state.get<string>(chosenKey);
    },
    chosenFor(file) {
      const own = byFile()[file.toString()];
      return own === undefined ? state.get<string>(chosenKey) : (own ?? undefined);
    },
    get byFile() {
      return byFile();
    },
    choose(name) {
      if (name === state.get<string>(chosenKey)) return;
      void state.update(chosenKey, name);
      changes.fire();
    },
    chooseFor(file, name) {
      const others = Object.entries(byFile()).filter(([uri]) => uri !== file.toString());
      const own = name === inherit ? [] : [[file.toString(), name ?? null] as const];
      void state.update(byFileKey, Object.fromEntries([...others, ...own]));
      changes.fire();
    },
    ...choices,
    dispose() {
      changes.dispose();
    },
  };
}
