import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createPerson } from '../../../src/extension/cli/person.ts';
import { RequestException } from '../../../src/extension/http/index.ts';
import type { Prompt } from '../../../src/language/semantics/index.ts';

const prompt = (name: string, more: Partial<Prompt> = {}): Prompt => ({
  name,
  description: name,
  isSecret: false,
  initial: undefined,
  choices: undefined,
  isOnce: false,
  ...more,
});

/** A terminal whose person types these keys; `seen` is what was printed. */
function terminal(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY });
  let seen = '';
  output.on('data', (chunk: Buffer) => (seen += chunk.toString()));
  // What is typed is echoed with cursor movements.
  const plain = (): string => seen.replaceAll(/\x1b\[\d*[A-Z]|\r/g, '');
  return { person: createPerson({ input, output }), type: (keys: string) => input.write(keys), plain };
}

describe('the person at the terminal', () => {
  it('answers one question after the other', async () => {
    const { person, type, plain } = terminal(true);
    const answers = person.answer([prompt('user', { description: 'Who?' }), prompt('age', { initial: '7' })]);
    type('ann\n');
    await expect.poll(plain).toContain('age [7]: ');
    type('\n');
    expect(await answers).toEqual(
      new Map([
        ['user', 'ann'],
        ['age', '7'],
      ]),
    );
    expect(plain()).toContain('Who? (user): ');
  });

  it('types a secret unseen', async () => {
    const { person, type, plain } = terminal(true);
    const answers = person.answer([prompt('pin', { isSecret: true })]);
    type('1234\n');
    expect(await answers).toEqual(new Map([['pin', '1234']]));
    expect(plain()).toBe('pin: \n');
  });

  it('chooses by number or by value, and is asked again for anything else', async () => {
    const { person, type, plain } = terminal(true);
    const size = prompt('Size', { choices: ['small', 'large'], initial: 'small' });
    const answers = person.answer([size]);
    type('9\n');
    await expect.poll(plain).toContain('Choose a number from 1 to 2: ');
    type('2\n');
    expect(await answers).toEqual(new Map([['Size', 'large']]));
    expect(plain()).toContain('  1  small\n  2  large\nSize [small]: ');
  });

  it.each(['\x03', '\x04'])('stops everything with %j', async (key) => {
    const { person, type } = terminal(true);
    const answers = person.answer([prompt('user')]);
    type(key);
    expect(await answers).toBeUndefined();
  });

  it('is offered the last answer, and asked once where once is enough', async () => {
    const { person, type, plain } = terminal(true);
    const first = person.answer([prompt('user', { isOnce: true })]);
    type('ann\n');
    await first;
    expect(await person.answer([prompt('user', { isOnce: true })])).toEqual(new Map([['user', 'ann']]));
    void person.answer([prompt('user')]);
    expect(plain()).toContain('user [ann]: ');
    type('\x03');
  });

  it('is not there when input or output is no terminal; the error says how to answer', async () => {
    const { person } = terminal(false);
    const error = await person
      .answer([prompt('user', { description: 'Who?' }), prompt('Your age')])
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RequestException);
    expect(error).toMatchObject({
      name: 'UnresolvedVariable',
      message: 'The request asks for "user" (Who?), "Your age".',
      hint: "Give them with --var user=… --var 'Your age=…', or run it in a terminal.",
    });
  });
});
