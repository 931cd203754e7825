/**
 * Which environment is chosen in this workspace, and which ones a file can choose from. The choice is one name for
 * all files; a file around which it is not defined has none in force. What an environment holds is read when a
 * request is prepared, and not kept here.
 */
import * as vscode from 'vscode';
import type { EnvironmentChoice } from '../../../language/protocol.ts';
import type { Disposable } from '../disposable.ts';

export interface Environments extends Disposable {
  /** Another one was chosen, or none. */
  readonly onDidChange: vscode.Event<void>;
  /** Undefined when none is. */
  readonly chosen: string | undefined;
  choose(name: string | undefined): void;
  /** What can be chosen for a file; empty when nothing can, or when the language server does not answer. */
  choicesFor(file: vscode.Uri): Promise<readonly EnvironmentChoice[]>;
}

const chosenKey = 'environment';

export function createEnvironments(
  state: vscode.Memento,
  choicesFor: Environments['choicesFor'],
): Environments {
  const changes = new vscode.EventEmitter<void>();
  return {
    onDidChange: changes.event,
    get chosen() {
      return state.get<string>(chosenKey);
    },
    choose(name) {
      if (name === state.get<string>(chosenKey)) return;
      void state.update(chosenKey, name);
      changes.fire();
    },
    choicesFor,
    dispose() {
      changes.dispose();
    },
  };
}
