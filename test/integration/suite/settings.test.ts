/** That each setting about sending does what it says, from the next send on. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { TestApi } from '../../../src/extension/extension.ts';
import {
  deterministicBytes,
  seedFrom,
  startRawServer,
  startSandbox,
  type RawServer,
  type Sandbox,
} from '../../sandbox/index.ts';
import { activated, closeEverything, openFile, send, withSetting, withSettings } from '../host.ts';

describe('settings', () => {
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

  const sendOne = async (request: string) => {
    // A file of its own for each, because VS Code takes its time to see that one was written again.
    const document = await openFile(`settings/${++files}.http`, `${request}\n`);
    return (await send(api, document)).exchange;
  };

  it('timeout.read ends a request whose answer does not come', async () => {
    await withSetting('timeout.read', 0.2, async () => {
      const { state, error } = await sendOne(`GET ${sandbox.url}/delay/30`);
      equal(state, 'failed');
      equal(error?.name, 'HeadersTimeout');
    });
  });

  it('redirects.max ends a chain that is longer', async () => {
    await withSetting('redirects.max', 2, async () => {
      const { state, error } = await sendOne(`GET ${sandbox.url}/redirect/5`);
      equal(state, 'failed');
      equal(error?.name, 'TooManyRedirects');
      const paths = sandbox.log.requests.flatMap(({ url }) => /redirect\/(\d)/.exec(url)?.[1] ?? []);
      deepEqual(paths, ['5', '4', '3']);
    });
  });

  it('redirects.follow off shows the redirect itself', async () => {
    await withSetting('redirects.follow', false, async () => {
      const { response } = await sendOne(`GET ${sandbox.url}/redirect/1`);
      equal(response?.status, 302);
      deepEqual(response.history, []);
    });
  });

  it('tls.verify is on unless it is turned off', async () => {
    const checked = await sendOne(`GET ${sandbox.tlsUrl}/get`);
    equal(checked.error?.name, 'TlsUntrusted');
    await withSetting('tls.verify', false, async () => {
      const unchecked = await sendOne(`GET ${sandbox.tlsUrl}/get`);
      equal(unchecked.response?.status, 200);
      equal(unchecked.response.connection?.tls?.authorized, false);
    });
    const again = await sendOne(`GET ${sandbox.tlsUrl}/get`);
    equal(again.error?.name, 'TlsUntrusted');
  });

  it('proxy gets the requests of hosts that are not in noProxy', async () => {
    const proxy: RawServer = await startRawServer();
    try {
      await withSettings({ proxy: proxy.url, noProxy: [] }, async () => {
        await sendOne(`GET ${sandbox.url}/get?through=proxy`);
      });
      match(
        proxy.requests[0]?.head ?? '',
        /^GET http:\/\/127\.0\.0\.1:\d+\/get\?through=proxy HTTP\/1\.1\r\n/,
      );
      await withSettings({ proxy: proxy.url }, async () => {
        const { response } = await sendOne(`GET ${sandbox.url}/get?through=nothing`);
        equal(response?.status, 200);
      });
      equal(proxy.requests.length, 1);
    } finally {
      await proxy.close();
    }
  });

  it('defaultSession names the session of requests that name none', async () => {
    await withSetting('defaultSession', 'admin', async () => {
      equal((await sendOne(`GET ${sandbox.url}/get`)).session, 'admin');
      equal((await sendOne(`# @session guest\nGET ${sandbox.url}/get`)).session, 'guest');
    });
    equal((await sendOne(`GET ${sandbox.url}/get`)).session, 'default');
  });

  it('body.memoryLimit is no limit for a body, which then reads the same from a file', async () => {
    const { body } = await sendOne(`GET ${sandbox.url}/bytes/3000000?seed=7`);
    equal(body?.length, 3_000_000);
    const expected = Buffer.concat([...deterministicBytes(seedFrom('7'), 0, 3_000_000)]);
    ok(expected.equals(await body.read(0, 3_000_000)));
  });
});
