/** Requests that check their answers, as VS Code's Test Explorer has them: what is listed, and what a run tells. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startRawServer, type RawServer } from '../../sandbox/index.ts';
import { activated, closeEverything, inWorkspace, lensTitles, openFile, send, until } from '../host.ts';

/** What a run has told, in order; a test by its label. */
interface Told {
  readonly states: string[];
  readonly messages: vscode.TestMessage[];
  output: string;
  isOver: boolean;
}

describe('the Test Explorer', () => {
  let api: TestApi;
  let server: RawServer;
  let controller: vscode.TestController;
  const told: Told[] = [];
  let restore = (): void => undefined;

  before(async () => {
    api = await activated();
    server = await startRawServer();
    ({ controller } = await api.tests.show());
    restore = record(controller, told);
  });
  beforeEach(() => {
    told.length = 0;
  });
  after(async () => {
    restore();
    await closeEverything();
    await server.close();
  });

  const itemOf = (document: vscode.TextDocument): Promise<vscode.TestItem> =>
    until('the file among the tests', () => {
      const item = find(controller.items, document.uri.toString());
      return item !== undefined && item.children.size > 0 ? item : undefined;
    });

  async function run(items: readonly vscode.TestItem[], label = 'Run'): Promise<Told> {
    const { profiles } = await api.tests.show();
    const profile = profiles.find((one) => one.label === label);
    ok(profile, `There is no way to run that is called ${label}.`);
    const { token } = new vscode.CancellationTokenSource();
    await profile.runHandler(new vscode.TestRunRequest(items, undefined, profile), token);
    const last = told.at(-1);
    ok(last?.isOver);
    return last;
  }

  it('lists the requests that check something, with their assertions', async () => {
    const document = await openFile(
      'suite/listed.http',
      `### Home\nGET ${server.url}/home\n\n?? status == 200\n?? header x-none == a\n\n### Plain\nGET ${server.url}/plain\n`,
    );
    const item = await itemOf(document);
    equal(item.label, 'listed.http');
    equal(item.parent?.label, 'suite');
    const [request] = labels(item);
    deepEqual(labels(item), ['Home']);
    ok(request);
    const tests = [...item.children].flatMap(([, one]) => [...one.children].map(([, test]) => test));
    deepEqual(
      tests.map(({ label, range }) => [label, range?.start.line]),
      [
        ['status == 200', 3],
        ['header x-none == a', 4],
      ],
    );
  });

  it('runs a file in order and tells what each assertion came to', async () => {
    const document = await openFile(
      'order.http',
      `### One\nGET ${server.url}/order/1\n\n?? status == 200\n?? status == 201\n\n###\nGET ${server.url}/order/2\n\n### Three\nGET ${server.url}/order/3\n\n?? status < 300\n`,
    );
    const { states, messages, output } = await run([await itemOf(document)]);
    const paths = server.requests.flatMap(({ head }) => /^GET \/order\/(\S+)/.exec(head)?.[1] ?? []);
    deepEqual(paths, ['1', '2', '3']);
    deepEqual(
      states.filter((state) => !/^(?:enqueued|started)/.test(state)),
      ['passed status == 200', 'failed status == 201', 'passed status < 300'],
    );
    const [message] = messages;
    equal(message?.expectedOutput, '201');
    equal(message.actualOutput, '200');
    equal(message.location?.range.start.line, 4);
    equal(message.location.uri.toString(), document.uri.toString());
    match(output, /One · GET http:\S+\/order\/1 · 200 · /);
    match(output, /✕ status == 201: Expected == 201, but it was 200\./);
    equal(vscode.window.activeTextEditor?.document, document);
  });

  it('tells each of 500 assertions of 200 requests', async () => {
    const requests = Array.from({ length: 200 }, (_, index) => {
      const third = index % 2 === 0 ? '?? duration < 60000\n' : '';
      const status = index % 20 === 7 ? 404 : 200;
      return `### Number ${index}\nGET ${server.url}/many/${index}\n\n?? status == ${status}\n?? status < 500\n${third}`;
    });
    const document = await openFile('many.http', requests.join('\n'));
    const { states } = await run([await itemOf(document)]);
    equal(states.filter((state) => state.startsWith('passed ')).length, 490);
    equal(states.filter((state) => state === 'failed status == 404').length, 10);
    equal(server.requests.filter(({ head }) => head.startsWith('GET /many/')).length, 200);
  });

  it('runs a single assertion with its request alone', async () => {
    const document = await openFile(
      'single.http',
      `GET ${server.url}/single/1\n\n?? status == 200\n\n###\nGET ${server.url}/single/2\n\n?? status == 200\n`,
    );
    const item = await itemOf(document);
    const second = [...item.children].map(([, one]) => one)[1];
    const test = [...(second?.children ?? [])].map(([, one]) => one)[0];
    ok(test);
    await run([test]);
    const paths = server.requests.flatMap(({ head }) => /^GET \/single\/(\S+)/.exec(head)?.[1] ?? []);
    deepEqual(paths, ['2']);
    match((await lensTitles(document)).join(' | '), /✓ 1\/1/);
  });

  it('skips what is disabled, and says so', async () => {
    const document = await openFile(
      'disabled.http',
      `### Off\n# @disabled\nGET ${server.url}/off\n\n?? status == 200\n\n### On\nGET ${server.url}/on\n\n?? status == 200\n`,
    );
    const { states, output } = await run([await itemOf(document)]);
    deepEqual(ended(states), ['skipped status == 200', 'passed status == 200']);
    match(output, /Off · not sent: it is disabled/);
  });

  it('shows a request without an answer as an error at its line', async () => {
    const gone = await startRawServer();
    await gone.close();
    const document = await openFile('refused.http', `### Nobody\nGET ${gone.url}/\n\n?? status == 200\n`);
    const { states, messages } = await run([await itemOf(document)]);
    deepEqual(ended(states), ['skipped status == 200', 'errored Nobody']);
    equal(messages[0]?.location?.range.start.line, 1);
  });

  it('runs in the environment that was chosen for the run', async () => {
    await vscode.workspace.fs.writeFile(
      inWorkspace('environments/http-client.env.json'),
      Buffer.from(JSON.stringify({ dev: { path: 'of-dev' }, stage: { path: 'of-stage' } })),
    );
    const document = await openFile(
      'environments/one.http',
      `GET ${server.url}/{{path}}\n\n?? status == 200\n`,
    );
    const item = await itemOf(document);
    await until('the environments', async () =>
      (await api.tests.show()).profiles.some(({ label }) => label === 'Run in stage'),
    );
    const { states } = await run([item], 'Run in stage');
    deepEqual(ended(states), ['passed status == 200']);
    match(server.requests.at(-1)?.head ?? '', /^GET \/of-stage /);
    equal(api.environments.chosen, undefined);
  });

  it('shows whole messages where that is asked for, without what is secret', async () => {
    const document = await openFile(
      'whole.http',
      `GET ${server.url}/whole\nAuthorization: Bearer abc-def\n\n?? status == 200\n`,
    );
    const { output } = await run([await itemOf(document)], 'Run and Show Whole Messages');
    match(output, /GET http:\S+\/whole/);
    match(output, /Authorization: •+/i);
    equal(output.includes('abc-def'), false);
  });

  it('tells what was sent by a lens, too', async () => {
    const document = await openFile('sent.http', `GET ${server.url}/sent\n\n?? status == 404\n`);
    await itemOf(document);
    await send(api, document);
    const last = await until('the result', () => told.find(({ isOver }) => isOver));
    deepEqual(ended(last.states), ['failed status == 404']);
  });

  it('keeps the item of a test when lines move above it', async () => {
    const document = await openFile('moved.http', `GET ${server.url}/moved\n\n?? status == 200\n`);
    const item = await itemOf(document);
    const before = tests(item)[0];
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# a line\n\n');
    await vscode.workspace.applyEdit(edit);
    await until('the new line', () => before?.range?.start.line === 4);
    equal(tests(item)[0], before);
    await document.save();
  });

  it('runs again on save while that is switched on, and not after', async () => {
    const document = await openFile('saved.http', `GET ${server.url}/saved\n\n?? status == 200\n`);
    const item = await itemOf(document);
    const [profile] = (await api.tests.show()).profiles;
    ok(profile?.supportsContinuousRun);
    const source = new vscode.CancellationTokenSource();
    await profile.runHandler(new vscode.TestRunRequest([item], undefined, profile, true), source.token);
    equal(told.length, 0);
    const save = async (text: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), text);
      await vscode.workspace.applyEdit(edit);
      ok(await document.save());
    };
    await save('# one\n');
    await until('a run', () => told.some(({ isOver }) => isOver));
    source.cancel();
    const runs = told.length;
    await save('# two\n');
    await run([item]);
    equal(told.length, runs + 1);
  });
});

function find(items: vscode.TestItemCollection, id: string): vscode.TestItem | undefined {
  for (const [, item] of items) {
    const found = item.id === id ? item : find(item.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

function labels(item: vscode.TestItem): string[] {
  return [...item.children].map(([, { label }]) => label);
}

function tests(file: vscode.TestItem): vscode.TestItem[] {
  return [...file.children].flatMap(([, request]) => [...request.children].map(([, test]) => test));
}

/** Without what a run tells on the way. */
function ended(states: readonly string[]): string[] {
  return states.filter((state) => !/^(?:enqueued|started)/.test(state));
}

/** Writes down what every run of a controller tells, and passes it on. Gives what ends that. */
function record(controller: vscode.TestController, told: Told[]): () => void {
  const original = controller.createTestRun.bind(controller);
  controller.createTestRun = (...values) => {
    const run = original(...values);
    const one: Told = { states: [], messages: [], output: '', isOver: false };
    told.push(one);
    const note = (state: string, item: vscode.TestItem, ...messages: vscode.TestMessage[]): void => {
      one.states.push(`${state} ${item.label}`);
      one.messages.push(...messages);
    };
    return Object.assign(Object.create(run) as vscode.TestRun, {
      enqueued(item: vscode.TestItem) {
        note('enqueued', item);
        run.enqueued(item);
      },
      started(item: vscode.TestItem) {
        note('started', item);
        run.started(item);
      },
      skipped(item: vscode.TestItem) {
        note('skipped', item);
        run.skipped(item);
      },
      passed(item: vscode.TestItem, duration?: number) {
        note('passed', item);
        run.passed(item, duration);
      },
      failed(item: vscode.TestItem, message: vscode.TestMessage, duration?: number) {
        note('failed', item, message);
        run.failed(item, message, duration);
      },
      errored(item: vscode.TestItem, message: vscode.TestMessage) {
        note('errored', item, message);
        run.errored(item, message);
      },
      appendOutput(output: string, location?: vscode.Location, item?: vscode.TestItem) {
        one.output += output;
        run.appendOutput(output, location, item);
      },
      end() {
        one.isOver = true;
        run.end();
      },
    });
  };
  return () => {
    controller.createTestRun = original;
  };
}
