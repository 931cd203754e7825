/**
 * Tells the language server what only the editor knows: the chosen environment and which named requests have an
 * answer. So diagnostics, hover and completion follow at once. Nothing is sent before there is something to say.
 */
import type { Disposable } from './disposable.ts';
import { knowledgeChanged, type Knowledge } from '../../language/protocol.ts';
import type { Environments } from './environments.ts';
import type { Exchanges } from './exchanges.ts';

export interface KnowledgeOptions {
  readonly exchanges: Exchanges;
  readonly environments: Environments;
  readonly tell: (method: string, knowledge: Knowledge) => void;
}

export function createKnowledge({ exchanges, environments, tell }: KnowledgeOptions): Disposable {
  const sent = new Map<string, Set<string>>();
  let told = textOf({ sent: {} });

  const changed = (): void => {
    const knowledge: Knowledge = {
      environmentName: environments.chosen,
      sent: Object.fromEntries([...sent].map(([file, names]) => [file, [...names]])),
    };
    const text = textOf(knowledge);
    if (text === told) return;
    told = text;
    tell(knowledgeChanged, knowledge);
  };
  const listeners = [
    environments.onDidChange(changed),
    exchanges.onDidChange(({ file, exchange }) => {
      const { name } = exchange.source;
      if (exchange.state !== 'done' || name === undefined) return;
      const names = sent.get(file.toString()) ?? new Set<string>();
      sent.set(file.toString(), names.add(name));
      changed();
    }),
  ];
  changed();
  return {
    dispose() {
      for (const listener of listeners) listener.dispose();
    },
  };
}

/** Equal for equal knowledge. */
function textOf(knowledge: Knowledge): string {
  return JSON.stringify(knowledge);
}
