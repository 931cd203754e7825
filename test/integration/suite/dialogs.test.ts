/** What a request asks for before it goes: its note, and its prompts. A stand-in answers in place of a person. */
import { deepEqual, equal, match } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { activated, bodyText, closeEverything, latest, openFile, press, send } from '../host.ts';

interface Question {
  readonly text: string;
  readonly title?: string | undefined;
  readonly value?: string | undefined;
  readonly isSecret?: boolean;
  readonly choices?: readonly string[];
}

/** Answers each dialog in turn with a text, the first button, or nothing; gives what was asked. */
async function answering(
  answers: readonly (string | undefined)[],
  run: () => Promise<unknown>,
): Promise<Question[]> {
  const asked: Question[] = [];
  const next = (question: Question) => Promise.resolve(answers[asked.push(question) - 1]);
  const { showWarningMessage, showInputBox, showQuickPick } = vscode.window;
  const stand = {
    showWarningMessage: (text: string, _options: unknown, ...choices: string[]) => next({ text, choices }),
    showInputBox: (options: vscode.InputBoxOptions) =>
      next({
        text: options.prompt ?? '',
        title: options.title,
        value: options.value,
        isSecret: options.password === true,
      }),
    showQuickPick: (items: readonly string[], options: vscode.QuickPickOptions) =>
      next({ text: options.placeHolder ?? '', title: options.title, choices: items }),
  };
  Object.assign(vscode.window, stand);
  try {
    await run();
  } finally {
    Object.assign(vscode.window, { showWarningMessage, showInputBox, showQuickPick });
  }
  return asked;
}

describe('a request with a note', () => {
  let api: TestApi;
  let sandbox: Sandbox;
  let document: vscode.TextDocument;
  before(async () => {
    api = await activated();
    sandbox = await startSandbox();
    document = await openFile(
      'note.http',
      `# @note Deletes everything. Go on?\nDELETE ${sandbox.url}/delete\n`,
    );
  });
  after(async () => {
    await closeEverything();
    await sandbox.close();
  });

  it('is not sent when nobody confirms it, and stays to be looked at', async () => {
    const before = sandbox.log.requests.length;
    const asked = await answering([undefined], () => press(document, 'Send'));
    deepEqual(asked, [{ text: 'Deletes everything. Go on?', choices: ['Send'] }]);
    equal(latest(api, document).exchange.state, 'idle');
    equal(sandbox.log.requests.length, before);
  });

  it('is sent once it is confirmed', async () => {
    await answering(['Send'], () => press(document, 'Send'));
    equal(latest(api, document).exchange.state, 'done');
    equal(latest(api, document).exchange.response?.status, 200);
  });

  it('is prepared without a question', async () => {
    deepEqual(await answering([], () => press(document, 'Prepare')), []);
    equal(latest(api, document).exchange.state, 'idle');
  });
});

describe('a request that asks', () => {
  let api: TestApi;
  let sandbox: Sandbox;
  let document: vscode.TextDocument;
  before(async () => {
    api = await activated();
    sandbox = await startSandbox();
    document = await openFile(
      'prompt.http',
      `# @prompt city Which city?\n# @prompt password\nPOST ${sandbox.url}/post?city={{city}}\nContent-Type: text/plain\n\n` +
        `{{password}} {{$pick Size $value: small,large}}\n`,
    );
  });
  after(async () => {
    await closeEverything();
    await sandbox.close();
  });

  it('gets its answers one after the other, secrets hidden', async () => {
    const asked = await answering(['Malmö', 's3cret', 'large'], () => send(api, document));
    deepEqual(asked, [
      { title: 'city (1/3)', text: 'Which city?', value: undefined, isSecret: false },
      { title: 'password (2/3)', text: asked[1]?.text ?? '', value: undefined, isSecret: true },
      { title: 'Size (3/3)', text: 'Size', choices: ['small', 'large'] },
    ]);
    const entry = latest(api, document);
    equal(entry.exchange.state, 'done');
    match(entry.exchange.prepared.url, /city=Malm%C3%B6$/);
    match(await bodyText(entry), /"data": "s3cret large"/);
  });

  it('offers the last answers again, and no secret', async () => {
    const asked = await answering(['Lund', 'other', 'small'], () => send(api, document));
    deepEqual(
      asked.map(({ value, choices }) => value ?? choices ?? ''),
      ['Malmö', '', ['large', 'small']],
    );
  });

  it('is not sent when one answer is not given', async () => {
    const before = sandbox.log.requests.length;
    const asked = await answering(['Lund', undefined], () => press(document, 'Send'));
    equal(asked.length, 2);
    equal(latest(api, document).exchange.state, 'cancelled');
    equal(sandbox.log.requests.length, before);
  });
});
