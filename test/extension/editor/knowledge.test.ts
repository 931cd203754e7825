import { describe, expect, it } from 'vitest';
import type { Environments } from '../../../src/extension/editor/environments/environments.ts';
import type { ExchangeEntry, Exchanges } from '../../../src/extension/editor/sending/exchanges.ts';
import { createKnowledge } from '../../../src/extension/editor/language/knowledge.ts';
import type { Knowledge } from '../../../src/language/protocol.ts';
import { exchangeOf } from './exchangeExamples.ts';

/** Events of the editor, and what is told because of them. */
function createWorld(chosen?: string) {
  const told: Knowledge[] = [];
  let choose: (nothing: undefined) => void = () => undefined;
  let put: (entry: ExchangeEntry) => void = () => undefined;
  const environments = {
    chosen,
    byFile: {} as Record<string, string | null>,
    onDidChange: (listener: typeof choose) => ((choose = listener), { dispose: () => undefined }),
  };
  const exchanges = {
    onDidChange: (listener: typeof put) => ((put = listener), { dispose: () => undefined }),
  };
  createKnowledge({
    exchanges: exchanges as unknown as Exchanges,
    environments: environments as unknown as Environments,
    tell: (_, knowledge) => told.push(knowledge),
  });
  return {
    told,
    choose: (name: string | undefined) => {
      environments.chosen = name;
      choose(undefined);
    },
    end: (name: string | undefined) => {
      const exchange = exchangeOf({
        state: 'done',
        source: { file: 'file:///a.http', line: 1, name, title: undefined },
      });
      put({ file: { toString: () => 'file:///a.http' }, exchange } as unknown as ExchangeEntry);
    },
  };
}

describe('what the language server is told', () => {
  it('is nothing before there is something to say', () => {
    expect(createWorld().told).toEqual([]);
  });

  it('is the environment of the last window at once, and each other one', () => {
    const world = createWorld('dev');
    world.choose('prod');
    world.choose('prod');
    world.choose(undefined);
    expect(world.told.map(({ environmentName }) => environmentName)).toEqual(['dev', 'prod', undefined]);
  });

  it('is which named requests of a file have an answer, each once', () => {
    const world = createWorld();
    world.end('login');
    world.end('login');
    world.end(undefined);
    expect(world.told.map(({ sent }) => sent)).toEqual([{ 'file:///a.http': ['login'] }]);
  });
});
