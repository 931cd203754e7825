/**
 * The person at the editor: answers what a request asks for in input boxes, and confirms the notes that authors put
 * in front of dangerous requests. Last answers are offered again, also after the window was closed; secrets are not.
 */
import * as vscode from 'vscode';
import type { Prompt } from '../../../language/semantics/index.ts';
import type { KeptAnswers, Person } from '../../runner/index.ts';
import { loadEngine } from './loadEngine.ts';

/** `state` keeps the answers that are no secret. */
export function createPerson(state: vscode.Memento): Person {
  let remembering: Promise<Person> | undefined;
  const keyOf = (name: string): string => `answer:${name}`;
  const kept: KeptAnswers = {
    get: (name) => state.get<string>(keyOf(name)),
    set: (name, value) => void state.update(keyOf(name), value),
  };
  return {
    async answer(prompts) {
      remembering ??= loadEngine().then(({ withMemory }) => withMemory({ answer: askAll }, kept));
      return (await remembering).answer(prompts);
    },
  };
}

/** Before a redirect takes the body of a request to another origin, for this once. */
export async function confirmRedirect(to: string): Promise<boolean> {
  const send = vscode.l10n.t('Send the Body There');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('The server redirects the request, with its body, to {0}.', to),
    { modal: true },
    send,
  );
  return answer === send;
}

/** True when the request with this note may be sent. */
export async function confirmNote(note: string): Promise<boolean> {
  const send = vscode.l10n.t('Send');
  const question = note === '' ? vscode.l10n.t('Send this request?') : note;
  return (await vscode.window.showWarningMessage(question, { modal: true }, send)) === send;
}

async function askAll(prompts: readonly Prompt[]): Promise<ReadonlyMap<string, string> | undefined> {
  const answers = new Map<string, string>();
  for (const [index, prompt] of prompts.entries()) {
    const step = prompts.length === 1 ? '' : ` (${index + 1}/${prompts.length})`;
    const answer = await ask(prompt, step);
    if (answer === undefined) return undefined;
    answers.set(prompt.name, answer);
  }
  return answers;
}

async function ask(
  { name, description, initial, choices, isSecret }: Prompt,
  step: string,
): Promise<string | undefined> {
  const title = `${name === '' ? description : name}${step}`;
  if (choices === undefined) {
    return vscode.window.showInputBox({
      title,
      prompt: description,
      password: isSecret,
      ignoreFocusOut: true,
      ...(initial === undefined ? {} : { value: initial }),
    });
  }
  // The first one is chosen by Enter, so the last answer stands first.
  const ordered = initial === undefined ? choices : [initial, ...choices.filter((one) => one !== initial)];
  return vscode.window.showQuickPick([...ordered], { title, placeHolder: description, ignoreFocusOut: true });
}
