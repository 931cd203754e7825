/** Cookies are the same after a restart and in another window of the folder, and deleting one counts everywhere. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Sessions } from '../../../src/extension/editor/sessions/sessions.ts';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { activated, closeEverything, openFile, send, until } from '../host.ts';

describe('the cookies of a session', () => {
  let api: TestApi;
  let sandbox: Sandbox;
  let other: Sessions | undefined;
  before(async () => {
    api = await activated();
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    await other?.finish();
    other?.dispose();
    other = undefined;
  });
  after(async () => {
    await closeEverything();
    await sandbox.close();
  });

  /** What another window would have. */
  async function openOther(): Promise<Sessions> {
    other = api.reopenSessions();
    await other.openKept();
    return other;
  }

  const namesIn = (sessions: Sessions, session: string) =>
    sessions
      .list()
      .find(({ name }) => name === session)
      ?.session.cookies.list()
      .map(({ name }) => name)
      .sort();

  async function login(session: string): Promise<vscode.TextDocument> {
    const document = await openFile(
      `${session}.http`,
      `# @session ${session}\nGET ${sandbox.url}/cookies/set?theme=dark&lang=de\n`,
    );
    const { exchange } = await send(api, document);
    equal(exchange.state, 'done');
    return document;
  }

  it('are there as soon as the exchange is done, for whoever comes next', async () => {
    await login('restart');
    const sessions = await openOther();
    deepEqual(namesIn(sessions, 'restart'), ['lang', 'theme']);
    equal(sessions.problem, undefined);
  });

  it('go along with the next request of that session after a restart, and of no other', async () => {
    const document = await login('admin');
    const sessions = await openOther();
    const admin = await sessions.open(document.uri, 'admin');
    const { sent } = admin.session.cookies.cookiesFor(sandbox.url);
    deepEqual(sent.map(({ name }) => name).sort(), ['lang', 'theme']);
    const plain = await sessions.open(document.uri, 'nobody');
    deepEqual(plain.session.cookies.list(), []);
  });

  it('follow what another window sets and deletes', async () => {
    await login('followed');
    const sessions = await openOther();
    const theirs = sessions.list().find(({ name }) => name === 'followed');
    ok(theirs);
    theirs.session.cookies.delete({ name: 'theme' });
    await until('the deletion', () => namesIn(api.sessions, 'followed')?.join() === 'lang');
    theirs.session.cookies.set({ name: 'extra', value: '1', domain: '127.0.0.1' });
    await until('the new cookie', () => namesIn(api.sessions, 'followed')?.join() === 'extra,lang');
  });

  it('of a session that another window makes appear here', async () => {
    const document = await login('first');
    const sessions = await openOther();
    const { session } = await sessions.open(document.uri, 'elsewhere');
    session.cookies.set({ name: 'a', value: '1', domain: '127.0.0.1' });
    await sessions.settle();
    await until('the session', async () => {
      await api.sessions.openKept();
      return namesIn(api.sessions, 'elsewhere')?.join() === 'a';
    });
  });
});
