/**
 * The person at the terminal: asked for what a request asks for, on standard error, so that output stays clean.
 * Secrets are typed unseen. Where nobody can type, the answers must come with `--var`, and the error says which.
 */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Writable } from 'node:stream';
import type { Prompt } from '../../language/semantics/index.ts';
import { RequestException } from '../http/index.ts';
import type { Person } from '../runner/index.ts';
import { withMemory } from '../runner/index.ts';
import { escapeControls } from './terminal.ts';

export interface PersonStreams {
  readonly input: Readable & { readonly isTTY?: boolean | undefined };
  readonly output: Writable & { readonly isTTY?: boolean | undefined };
}

/** Asks one question after the other; ends with `undefined` when the person presses Ctrl+C or Ctrl+D. */
export function createPerson({ input, output }: PersonStreams): Person {
  if (input.isTTY !== true || output.isTTY !== true) return { answer: nobody };
  return withMemory({
    async answer(prompts) {
      const answers = new Map<string, string>();
      for (const prompt of prompts) {
        const answer = await ask(prompt, { input, output });
        if (answer === undefined) return undefined;
        answers.set(prompt.name, answer);
      }
      return answers;
    },
  });
}

/** The person at this process's terminal. Standard input is opened when something is asked, which is seldom. */
export function personAtTerminal(): Person {
  let person: Person | undefined;
  return {
    answer: (prompts) => {
      person ??= createPerson({ input: process.stdin, output: process.stderr });
      return person.answer(prompts);
    },
  };
}

function nobody(prompts: readonly Prompt[]): Promise<never> {
  const names = prompts.map(({ name, description }) =>
    description === name ? `"${name}"` : `"${name}" (${description})`,
  );
  const options = prompts.map(({ name }) => `--var ${/\s/.test(name) ? `'${name}=…'` : `${name}=…`}`);
  return Promise.reject(
    new RequestException(`The request asks for ${names.join(', ')}.`, 'UnresolvedVariable', {
      phase: 'queue',
      hint: `Give ${options.length === 1 ? 'it' : 'them'} with ${options.join(' ')}, or run it in a terminal.`,
    }),
  );
}

/** An empty answer means the value in brackets, or the empty text. */
async function ask(prompt: Prompt, streams: PersonStreams): Promise<string | undefined> {
  const { choices = [], initial = '' } = prompt;
  streams.output.write(questionFor(prompt));
  for (;;) {
    const line = await readLine(streams, prompt.isSecret);
    if (line === undefined) return undefined;
    const answer = line === '' ? initial : line;
    if (choices.length === 0 || choices.includes(answer)) return answer;
    const chosen = choices[Number(answer) - 1];
    if (chosen !== undefined) return chosen;
    streams.output.write(`Choose a number from 1 to ${choices.length}: `);
  }
}

function questionFor({ name, description, choices = [], initial = '' }: Prompt): string {
  const list = choices.map((choice, index) => `  ${index + 1}  ${escapeControls(choice)}\n`).join('');
  const label = description === name || name === '' ? description : `${description} (${name})`;
  const preset = initial === '' ? '' : ` [${escapeControls(initial)}]`;
  return `${list}${escapeControls(label)}${preset}: `;
}

/** Undefined when the input ends or is interrupted. */
function readLine({ input, output }: PersonStreams, isSecret: boolean): Promise<string | undefined> {
  // Readline echoes what is typed to its output; a secret is echoed to nowhere.
  const echo = isSecret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : output;
  const lines = createInterface({ input, output: echo, terminal: true, historySize: 0 });
  return new Promise((resolve) => {
    const end = (line: string | undefined): void => {
      lines.removeAllListeners();
      lines.close();
      if (isSecret || line === undefined) output.write('\n');
      resolve(line);
    };
    lines.once('line', end);
    lines.once('SIGINT', () => end(undefined));
    lines.once('close', () => end(undefined));
  });
}
