/**
 * Tells the language server what only the editor knows: the chosen environment and which named requests have an
 * answer. So diagnostics, hover and completion follow at once. Nothing is sent before there is something to say.
 */
import type { Disposable } from '../disposable.ts';
import { knowledgeChanged, type AnswerShape, type Knowledge } from '../../../language/protocol.ts';
import { answerShape } from './answerShape.ts';
import type { Environments } from '../environments/environments.ts';
import type { Exchanges } from '../sending/exchanges.ts';

export interface KnowledgeOptions {
  readonly exchanges: Exchanges;
  readonly environments: Environments;
  readonly tell: (method: string, knowledge: Knowledge) => void;
}

export function createKnowledge({ exchanges, environments, tell }: KnowledgeOptions): Disposable {
  const sent = new Map<string, Set<string>>();
  const answers = new Map<string, Map<string, AnswerShape>>();
  let told = textOf({ sent: {}, answers: {} });

  const changed = (): void => {
    const knowledge: Knowledge = {
      environmentName: environments.chosen,
      ...(Object.keys(environments.byFile).length === 0 ? {} : { environmentsByFile: environments.byFile }),
      sent: Object.fromEntries([...sent].map(([file, names]) => [file, [...names]])),
      answers: Object.fromEntries([...answers].map(([file, shapes]) => [file, Object.fromEntries(shapes)])),
    };
    const text = textOf(knowledge);
    if (text === told) return;
    told = text;
    tell(knowledgeChanged, knowledge);
  };
  const listeners = [
    environments.onDidChange(changed),
    exchanges.onDidChange(({ file, exchange, isPast }) => {
      const { name } = exchange.source;
      // What is opened from the history is no answer that later requests could use.
      if (exchange.state !== 'done' || name === undefined || isPast === true) return;
      const names = sent.get(file.toString()) ?? new Set<string>();
      sent.set(file.toString(), names.add(name));
      changed();
      void answerShape(exchange).then((shape) => {
        if (shape === undefined) return;
        const shapes = answers.get(file.toString()) ?? new Map<string, AnswerShape>();
        shapes.delete(name);
        shapes.set(name, shape);
        for (const oldest of [...shapes.keys()].slice(0, -keptAnswers)) shapes.delete(oldest);
        answers.set(file.toString(), shapes);
        changed();
      });
    }),
  ];
  changed();
  return {
    dispose() {
      for (const listener of listeners) listener.dispose();
    },
  };
}

/** Of each file; completion into older ones starts anew when they are sent again. */
const keptAnswers = 50;

/** Equal for equal knowledge. */
function textOf(knowledge: Knowledge): string {
  return JSON.stringify(knowledge);
}
