/**
 * Tells the language server what only the editor knows: which named requests have an answer, and the variables of
 * the environment in force, with secret ones masked. So completion and hover can speak of them. Nothing is sent
 * before there is something to say.
 */
import type { Disposable } from './disposable.ts';
import { knowledgeChanged, type Knowledge } from '../../language/protocol.ts';
import type { Environment } from '../../language/semantics/index.ts';
import type { Exchanges } from './exchanges.ts';
import { mask } from './views/cookieLabels.ts';

export interface KnowledgeTeller extends Disposable {
  /** The environment that the last request was prepared with. */
  useEnvironment(environment: Environment): void;
}

export function createKnowledge(
  exchanges: Exchanges,
  tell: (method: string, knowledge: Knowledge) => void,
): KnowledgeTeller {
  const sent = new Map<string, Set<string>>();
  let environment: Readonly<Record<string, string>> = {};
  let told = '';

  const changed = (): void => {
    const knowledge: Knowledge = {
      environment,
      sent: Object.fromEntries([...sent].map(([file, names]) => [file, [...names]])),
    };
    const text = JSON.stringify(knowledge);
    if (text === told) return;
    told = text;
    tell(knowledgeChanged, knowledge);
  };
  const listener = exchanges.onDidChange(({ file, exchange }) => {
    const { name } = exchange.source;
    if (exchange.state !== 'done' || name === undefined) return;
    const names = sent.get(file.toString()) ?? new Set<string>();
    sent.set(file.toString(), names.add(name));
    changed();
  });
  return {
    useEnvironment(next) {
      environment = visibleVariables(next);
      changed();
    },
    dispose() {
      listener.dispose();
    },
  };
}

const openKinds: ReadonlySet<string> = new Set(['public', 'shared']);

function visibleVariables({ layers }: Environment): Readonly<Record<string, string>> {
  const variables = new Map<string, string>();
  // The strongest layer comes first and must win.
  for (const { kind, variables: given } of [...layers].reverse()) {
    for (const { name, value } of given.values()) variables.set(name, openKinds.has(kind) ? value : mask);
  }
  return Object.fromEntries(variables);
}
