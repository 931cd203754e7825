/** The settings that people have of REST Client and httpYac, read in place, and the page that says so. */
import { equal, match } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { activated, closeEverything, inWorkspace, openFile, send, until, withSettings } from '../host.ts';

describe('settings of other tools', () => {
  let api: TestApi;
  let sandbox: Sandbox;
  let files = 0;
  before(async () => {
    api = await activated();
    sandbox = await startSandbox();
  });
  after(async () => {
    await closeEverything();
    await sandbox.close();
  });

  /** Written into the file: VS Code refuses to write settings of extensions that it does not have. */
  async function withForeign(
    settings: Readonly<Record<string, unknown>>,
    run: () => Promise<void>,
  ): Promise<void> {
    const uri = inWorkspace('.vscode/settings.json');
    const [first = '', expected] = Object.entries(settings)[0] ?? [];
    const [tool = '', key = ''] = first.split(/\.(.*)/s, 2);
    const isInForce = (): boolean =>
      JSON.stringify(vscode.workspace.getConfiguration(tool).get(key)) === JSON.stringify(expected);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(JSON.stringify(settings)));
    try {
      await until(`${first} to be read`, isInForce);
      await run();
    } finally {
      await vscode.workspace.fs.delete(uri);
      await until(`${first} to be gone`, () => !isInForce());
    }
  }
  const sendOne = async (request: string) => {
    const document = await openFile(`foreign/${++files}.http`, `${request}\n`);
    return (await send(api, document)).exchange;
  };

  it('count where ours say nothing', async () => {
    const settings = {
      'rest-client.followredirect': false,
      'rest-client.defaultHeaders': { 'X-Default': 'rest client', 'User-Agent': 'mine' },
      'rest-client.rememberCookiesForSubsequentRequests': false,
    };
    await withForeign(settings, async () => {
      const { response, prepared, headerOrigins } = await sendOne(
        `GET ${sandbox.url}/redirect/1\nUser-Agent: own`,
      );
      equal(response?.status, 302);
      equal(prepared.headers.get('X-Default'), 'rest client');
      equal(prepared.headers.get('User-Agent'), 'own');
      const index = [...prepared.headers].findIndex(([name]) => name === 'X-Default');
      equal(headerOrigins[index], 'session default, rest-client.defaultHeaders');
      await sendOne(`GET ${sandbox.url}/cookies/set?foreign=1`);
      const { prepared: after } = await sendOne(`GET ${sandbox.url}/get`);
      equal(after.headers.get('Cookie') ?? 'none', 'none');
    });
  });

  it('give way to ours', async () => {
    await withForeign({ 'rest-client.followredirect': false }, () =>
      withSettings({ 'redirects.follow': true }, async () => {
        equal((await sendOne(`GET ${sandbox.url}/redirect/1`)).response?.status, 200);
      }),
    );
  });

  it('are told with their origin on the page of settings in force', async () => {
    await withForeign({ 'httpyac.requestGotOptions': { timeout: 2500 } }, async () => {
      await openFile(`foreign/${++files}.http`, `GET ${sandbox.url}/get\n`);
      await vscode.commands.executeCommand('httpSessions.showSettings');
      const document = await until('the page', () => {
        const shown = vscode.window.activeTextEditor?.document;
        return shown?.uri.scheme === 'http-sessions-settings' ? shown : undefined;
      });
      match(document.getText(), /# Settings in force for foreign\/\d+\.http/);
      match(
        document.getText(),
        /\| `timeout\.total` \| 2\.5 \| httpyac\.requestGotOptions, workspace settings: httpYac has it and ours is unset \|/,
      );
    });
  });
});
