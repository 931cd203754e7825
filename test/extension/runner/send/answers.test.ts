import { describe, expect, it } from 'vitest';
import { askFor, withMemory } from '../../../../src/extension/runner/send/answers.ts';
import type { Person } from '../../../../src/extension/runner/index.ts';
import { define, machine, noEnvironment } from '../../../../src/language/semantics/index.ts';
import type { ResolveScope } from '../../../../src/language/semantics/index.ts';
import { parse } from '../../../../src/language/syntax/index.ts';

/** Answers every question with its own name in capitals, and keeps what it was asked. */
function shouting(): Person & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    answer(prompts) {
      asked.push(...prompts.map(({ name, initial }) => `${name}=${initial ?? ''}`));
      return Promise.resolve(new Map(prompts.map(({ name }) => [name, name.toUpperCase()])));
    },
  };
}

async function ask(text: string, person?: Person, more: Partial<ResolveScope> = {}) {
  const file = define(parse(text));
  const scope: ResolveScope = { ...machine, file, environment: noEnvironment, ...more };
  const { scope: answered, secrets } = await askFor(file.requests[0]!, scope, { person });
  return { prompts: [...(answered.prompts ?? [])], secrets };
}

describe('what a request asks for', () => {
  it('is asked before its variables are filled', async () => {
    const person = shouting();
    const text = '@b = {{$input City}}\n# @prompt user\n# @secret pin\nGET https://a.test/{{b}}';
    expect(await ask(text, person)).toEqual({
      prompts: [
        ['user', 'USER'],
        ['pin', 'PIN'],
        ['City', 'CITY'],
      ],
      secrets: ['PIN'],
    });
  });

  it('is not asked when the command line has set it, whatever the spelling', async () => {
    const person = shouting();
    const overrides = new Map([
      ['user', 'ann'],
      ['City', 'Rome'],
    ]);
    const text = '# @prompt user\nGET https://a.test/{{user}}/{{$input City}}';
    expect((await ask(text, person, { overrides })).prompts).toEqual([
      ['user', 'ann'],
      ['City', 'Rome'],
    ]);
    expect(person.asked).toEqual([]);
  });

  it('stays open when nobody is there', async () => {
    expect((await ask('# @prompt user\nGET https://a.test')).prompts).toEqual([]);
  });

  it('cancels the request when the person does not answer', async () => {
    const person: Person = { answer: () => Promise.resolve(undefined) };
    await expect(ask('# @prompt user\nGET https://a.test', person)).rejects.toMatchObject({
      name: 'Cancelled',
      message: 'Not sent: nothing was given for user.',
    });
  });
});

describe('a person with memory', () => {
  it('is offered the last answer, but for secrets', async () => {
    const person = shouting();
    const remembering = withMemory(person);
    const text = '@user = bob\n# @prompt user\n# @secret pin\nGET https://a.test';
    await ask(text, remembering);
    await ask(text, remembering);
    expect(person.asked).toEqual(['user=bob', 'pin=', 'user=USER', 'pin=']);
  });

  it('is asked but once with `-askonce`', async () => {
    const person = shouting();
    const remembering = withMemory(person);
    const text = 'GET https://a.test/{{$password-askonce pin}}';
    await ask(text, remembering);
    expect(await ask(text, remembering)).toEqual({ prompts: [['pin', 'PIN']], secrets: ['PIN'] });
    expect(person.asked).toEqual(['pin=']);
  });

  it('is offered what was kept from before, but for secrets and for what can no longer be chosen', async () => {
    const kept = new Map([
      ['user', 'ann'],
      ['size', 'L'],
    ]);
    const person = shouting();
    const text = '# @prompt user\n# @secret pin\nGET https://a.test/{{$pick size $value: S,M}}';
    await ask(text, withMemory(person, kept));
    expect(person.asked).toEqual(['user=ann', 'pin=', 'size=S']);
    expect(Object.fromEntries(kept)).toEqual({ user: 'USER', size: 'SIZE' });
  });
});
