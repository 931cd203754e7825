/** Grants that need a person: a code that comes back through the browser, and a code that is typed elsewhere. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ConsentingPerson, DeviceCode } from '../../../../src/extension/runner/index.ts';
import { deviceAnswer, startTokenServer } from '../../../sandbox/tokenServer.ts';
import { claimsOf, nobody, startOAuthBench, type OAuthBench } from './oauthBench.ts';

let oauth: OAuthBench | undefined;
afterEach(() => oauth?.close());

const code = ({ url }: OAuthBench, more: object = {}): object => ({
  'Grant Type': 'Authorization Code',
  'Auth URL': `${url}/authorize`,
  'Token URL': `${url}/token`,
  'Client ID': 'shop',
  Scope: 'openid read',
  ...more,
});

/** A browser that follows where it is sent. */
function browser(
  visited: URL[],
  meanwhile: (page: URL) => Promise<void> = () => Promise.resolve(),
): ConsentingPerson {
  return {
    ...nobody,
    async openPage({ url }) {
      const page = new URL(url);
      visited.push(page);
      await meanwhile(page);
      void fetch(page);
      return true;
    },
  };
}

describe('a token by a code from the browser', () => {
  it('comes back to the loopback and is proved to be ours', async () => {
    const visited: URL[] = [];
    oauth = await startOAuthBench(browser(visited));
    expect(claimsOf(await oauth.authorization(code(oauth)))).toMatchObject({ sub: 'johndoe' });
    const query = Object.fromEntries(visited[0]?.searchParams ?? []);
    expect(query).toMatchObject({
      response_type: 'code',
      client_id: 'shop',
      scope: 'openid read',
      code_challenge_method: 'S256',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) as string,
    });
    const { fields } = oauth.asked[0] ?? { fields: {} };
    expect(fields).toMatchObject({ grant_type: 'authorization_code', redirect_uri: query['redirect_uri'] });
    expect(fields).toHaveProperty('code_verifier');
  });

  it('listens where the redirect URL says', async () => {
    const visited: URL[] = [];
    oauth = await startOAuthBench(browser(visited));
    await oauth.authorization(code(oauth, { 'Redirect URL': 'http://127.0.0.1/back' }));
    expect(visited[0]?.searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/back$/);
  });

  it('is not ended by a page that does not know the state', async () => {
    const refused: number[] = [];
    oauth = await startOAuthBench(
      browser([], async ({ searchParams }) => {
        const forged = new URL(searchParams.get('redirect_uri') ?? '');
        forged.search = 'code=stolen&state=guessed';
        refused.push((await fetch(forged)).status);
      }),
    );
    expect(claimsOf(await oauth.authorization(code(oauth)))).toMatchObject({ sub: 'johndoe' });
    expect(refused).toEqual([404]);
  });

  it('says so when the person or the server refuses', async () => {
    oauth = await startOAuthBench();
    await expect(oauth.authorization(code(oauth))).rejects.toMatchObject({
      name: 'Cancelled',
      message: 'Not sent: nobody consented to "a".',
    });
    await oauth.close();
    oauth = await startOAuthBench({
      ...nobody,
      openPage({ url }) {
        const { searchParams } = new URL(url);
        const back = new URL(searchParams.get('redirect_uri') ?? '');
        back.search = String(
          new URLSearchParams({ error: 'access_denied', state: searchParams.get('state') ?? '' }),
        );
        void fetch(back);
        return Promise.resolve(true);
      },
    });
    await expect(oauth.authorization(code(oauth))).rejects.toMatchObject({
      name: 'UnresolvedVariable',
      hint: 'Send it again and consent, or ask who may.',
    });
  });

  it('ends when the person gives up meanwhile', async () => {
    oauth = await startOAuthBench({
      ...nobody,
      openPage: (_page, waiting) => {
        setTimeout(() => waiting.cancel(), 5);
        return Promise.resolve(true);
      },
    });
    await expect(oauth.authorization(code(oauth))).rejects.toMatchObject({ name: 'Cancelled' });
  });

  it('is refused for a redirect that leads elsewhere', async () => {
    oauth = await startOAuthBench();
    const elsewhere = code(oauth, { 'Redirect URL': 'https://app.test/back' });
    await expect(oauth.authorization(elsewhere)).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'The "Redirect URL" of "a" leads elsewhere: https://app.test.',
    });
  });
});

describe('a token by a code that is typed elsewhere', () => {
  it('shows the code and asks until somebody has typed it', async () => {
    const shown: DeviceCode[] = [];
    let over: AbortSignal | undefined;
    const grants: string[] = [];
    const answers = [
      [400, { error: 'authorization_pending' }],
      [200, { access_token: 't0k', token_type: 'Bearer' }],
    ] as const;
    const server = await startTokenServer((path, fields) => {
      if (path === '/device') return deviceAnswer;
      grants.push(`${fields.get('grant_type')} ${fields.get('device_code')}`);
      return answers[grants.length - 1] ?? [500, {}];
    });
    oauth = await startOAuthBench({
      ...nobody,
      showCode(device, waiting) {
        shown.push(device);
        over = waiting.over;
        return Promise.resolve(true);
      },
    });
    const device = {
      'Grant Type': 'Device Authorization',
      'Device Auth URL': `${server.url}/device`,
      'Token URL': `${server.url}/token`,
      'Client ID': 'shop',
    };
    expect(await oauth.authorization(device)).toBe('Bearer t0k');
    expect(shown).toEqual([
      { id: 'a', userCode: 'AB-CD', verificationUrl: 'http://id.test/go', completeUrl: undefined },
    ]);
    expect(over?.aborted).toBe(true);
    const grant = 'urn:ietf:params:oauth:grant-type:device_code d';
    expect(grants).toEqual([grant, grant]);
    server.close();
  });
});
