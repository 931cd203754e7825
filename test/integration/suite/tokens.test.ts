/** Tokens in the window: asked for once, kept in the secret storage, listed without their values, dropped, got anew. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startRawServer, type RawServer } from '../../sandbox/index.ts';
import { startTokenServer, type TokenServer } from '../../sandbox/tokenServer.ts';
import { activated, closeEverything, inWorkspace, latest, openFile, send, until } from '../host.ts';

const run = (command: string, ...values: unknown[]) =>
  vscode.commands.executeCommand(`httpSessions.${command}`, ...values);

describe('tokens', () => {
  let api: TestApi;
  let server: RawServer;
  let issuer: TokenServer;
  let given = 0;
  before(async () => {
    api = await activated();
    server = await startRawServer();
    issuer = await startTokenServer((_path, fields) => {
      given += 1;
      const access_token = `${fields.get('client_secret')}-${given}`;
      return [200, { access_token, token_type: 'Bearer', expires_in: 3600 }];
    });
    const shop = {
      'Grant Type': 'Client Credentials',
      'Token URL': `${issuer.url}/token`,
      'Client ID': 'me',
      'Client Secret': 'hush',
    };
    const text = JSON.stringify({ tokens: { Security: { Auth: { shop } } } });
    await vscode.workspace.fs.writeFile(inWorkspace('tokens/http-client.env.json'), Buffer.from(text));
    api.environments.choose('tokens');
  });
  after(async () => {
    api.environments.choose(undefined);
    await vscode.workspace.fs.delete(inWorkspace('tokens'), { recursive: true });
    await closeEverything();
    issuer.close();
    await server.close();
  });

  const sent = () => /^authorization: (.*)$/im.exec(server.requests.at(-1)?.head ?? '')?.[1];

  it('are asked for once and listed without their values', async () => {
    const document = await openFile(
      'tokens/a.http',
      `GET ${server.url}/\nAuthorization: Bearer {{$auth.token("shop")}}\n`,
    );
    const choices = await api.environments.choicesFor(document.uri);
    ok(choices.some(({ name }) => name === 'tokens'));
    await send(api, document, 0);
    await send(api, document, 0);
    equal(sent(), 'Bearer hush-1');
    const [listed, ...others] = api.tokens.list();
    ok(listed);
    equal(others.length, 0);
    deepEqual([listed.id, listed.environment, listed.canRefresh], ['shop', 'tokens', false]);
    ok(!JSON.stringify(listed).includes('hush'));
    ok(latest(api, document).secrets.includes('hush-1'));
  });

  it('are got anew and dropped by their rows', async () => {
    const [listed] = api.tokens.list();
    await run('renewToken', listed);
    await until('a new one', () => given === 2);
    const uri = inWorkspace('tokens/a.http');
    const document = await vscode.workspace.openTextDocument(uri);
    await send(api, document, 0);
    equal(sent(), 'Bearer hush-2');
    await run('dropToken', listed);
    deepEqual(api.tokens.list(), []);
    await send(api, document, 0);
    equal(sent(), 'Bearer hush-3');
    await run('dropToken', api.tokens.list()[0]);
  });

  it('come from the accounts of VS Code, which is asked each time and keeps them', async () => {
    const asked: unknown[][] = [];
    const { getSession } = vscode.authentication;
    // The window of the tests has no account; this stands for the person who consents, or does not.
    const stand = (...wish: unknown[]) => {
      asked.push(wish);
      return Promise.resolve(wish[0] === 'github' ? { accessToken: `gh-${asked.length}` } : undefined);
    };
    Object.assign(vscode.authentication, { getSession: stand });
    try {
      const account = '{{$githubToken scopes:repo,read:user}}';
      const document = await openFile(
        'tokens/b.http',
        [account, account.replace(' ', ' new '), '{{$aadToken aud:https://a.test}}']
          .map((token) => `### \nGET ${server.url}/\nAuthorization: Bearer ${token}\n`)
          .join('\n'),
      );
      await send(api, document, 0);
      equal(sent(), 'Bearer gh-1');
      ok(latest(api, document).secrets.includes('gh-1'));
      await send(api, document, 1);
      equal(sent(), 'Bearer gh-2');
      const failed = await send(api, document, 2);
      equal(failed.exchange.error?.name, 'Cancelled');
      equal(failed.exchange.error.message, 'Not sent: Microsoft gave no token, or nobody consented.');
      deepEqual(asked, [
        ['github', ['repo', 'read:user'], { createIfNone: true }],
        ['github', ['repo', 'read:user'], { forceNewSession: true }],
        ['microsoft', ['https://a.test/.default'], { createIfNone: true }],
      ]);
      equal(api.tokens.list().length, 0);
    } finally {
      Object.assign(vscode.authentication, { getSession });
    }
  });
});
