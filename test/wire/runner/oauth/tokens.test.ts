import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTokenServer } from '../../../sandbox/tokenServer.ts';
import { claimsOf, startOAuthBench, type OAuthBench } from './oauthBench.ts';

let oauth: OAuthBench;
beforeEach(async () => {
  oauth = await startOAuthBench();
});
afterEach(() => oauth.close());

const client = (more: object = {}): object => ({
  Type: 'OAuth2',
  'Grant Type': 'Client Credentials',
  'Token URL': `${oauth.url}/token`,
  'Client ID': 'shop',
  'Client Secret': 'hush+&',
  ...more,
});

describe('a token by client credentials', () => {
  it('is asked for and put where it is used', async () => {
    const authorization = await oauth.authorization(client({ Scope: 'read write' }));
    expect(claimsOf(authorization)).toMatchObject({ scope: 'read write' });
    expect(oauth.asked).toEqual([
      {
        fields: {
          grant_type: 'client_credentials',
          scope: 'read write',
          client_id: 'shop',
          client_secret: 'hush+&',
        },
        authorization: undefined,
        cookie: undefined,
      },
    ]);
  });

  it('shows the client in a header where that is wanted, encoded as the standard says', async () => {
    await oauth.authorization(client({ 'Client Credentials': 'basic' }));
    expect(oauth.asked[0]?.fields).not.toHaveProperty('client_secret');
    expect(oauth.asked[0]?.authorization).toBe(`Basic ${btoa('shop:hush%2B%26')}`);
  });

  it('brings what else the server wants', async () => {
    const parameters = { audience: 'https://api.test', login_hint: { Value: 'x', Use: 'In Auth Request' } };
    await oauth.authorization(client({ 'Custom Request Parameters': parameters }));
    expect(oauth.asked[0]?.fields).toMatchObject({ audience: 'https://api.test' });
    expect(oauth.asked[0]?.fields).not.toHaveProperty('login_hint');
  });

  it('leaves the cookies and credentials of the session at home', async () => {
    oauth.bench.session.cookies.set({ name: 'sid', value: '1', domain: '127.0.0.1', path: '/' });
    oauth.bench.session.auth = ['user', 'password'];
    await oauth.authorization(client());
    expect(oauth.asked[0]).toMatchObject({ authorization: undefined, cookie: undefined });
  });
});

describe('a token that is kept', () => {
  it('is used until shortly before its end, and asked for once by two at once', async () => {
    const [one, other] = await Promise.all([oauth.authorization(client()), oauth.authorization(client())]);
    expect(other).toBe(one);
    oauth.time += 3_500_000;
    expect(await oauth.authorization(client())).toBe(one);
    expect(oauth.asked).toHaveLength(1);
    oauth.time += 80_000;
    await oauth.authorization(client());
    expect(oauth.asked).toHaveLength(2);
  });

  it('counts only for what asks for the same', async () => {
    await oauth.authorization(client());
    await oauth.authorization(client({ Scope: 'other' }));
    expect(oauth.asked).toHaveLength(2);
  });

  it('is refreshed when it is over, and asked for anew when that is refused', async () => {
    const password = client({ 'Grant Type': 'Password', Username: 'ada', Password: 'lovelace' });
    expect(claimsOf(await oauth.authorization(password))).toMatchObject({ sub: 'ada' });
    const first = oauth.store.kept.get('a')?.refreshToken;
    oauth.time += 3_600_000;
    await oauth.authorization(password);
    expect(oauth.asked[1]?.fields).toMatchObject({ grant_type: 'refresh_token', refresh_token: first });

    oauth.time += 3_600_000;
    oauth.answerWith((response) => {
      if (oauth.asked.at(-1)?.fields['grant_type'] !== 'refresh_token') return;
      response.statusCode = 400;
      response.body = { error: 'invalid_grant' };
    });
    await oauth.authorization(password);
    expect(oauth.asked.map(({ fields }) => fields['grant_type'])).toEqual([
      'password',
      'refresh_token',
      'refresh_token',
      'password',
    ]);
  });
});

describe('an id token', () => {
  it('is given by its name, and in place of the access token where the environment says so', async () => {
    const password = client({ 'Grant Type': 'Password', Username: 'ada', Password: 'lovelace' });
    const id = await oauth.authorization(password, '{{$auth.idToken("a")}}');
    expect(claimsOf(id)).toMatchObject({ sub: 'johndoe', aud: 'shop' });
    expect(await oauth.authorization({ ...password, 'Use ID Token': true })).toBe(id);
  });

  it('that the server does not give is named', async () => {
    await expect(oauth.authorization(client(), '{{$auth.idToken("a")}}')).rejects.toMatchObject({
      name: 'UnresolvedVariable',
      message: 'The server gave no id token for "a".',
    });
  });
});

describe('a server that gives no token', () => {
  it('is quoted without the secrets, with what to do', async () => {
    const server = await startTokenServer(() => [
      401,
      { error: 'invalid_client', error_description: 'No client shop\nwith secret hush+&.' },
    ]);
    await expect(oauth.authorization(client({ 'Token URL': `${server.url}/token` }))).rejects.toMatchObject({
      name: 'UnresolvedVariable',
      message: `${new URL(server.url).host} gave no token for "a": invalid_client, No client shop with secret ***.`,
      hint: 'Check "Client ID", "Client Secret" and how they are sent ("Client Credentials").',
    });
    server.close();
  });

  it('is told from one that cannot be reached, whose fault keeps its name', async () => {
    await expect(
      oauth.authorization(client({ 'Token URL': 'http://127.0.0.1:1/token' })),
    ).rejects.toMatchObject({
      name: 'ConnectRefused',
      port: 1,
      message: expect.stringContaining('No token for "a": Nothing listens on 127.0.0.1') as string,
    });
  });

  it('and from one that speaks something else', async () => {
    oauth.answerWith((response) => {
      response.body = { hello: 'world' };
    });
    await expect(oauth.authorization(client())).rejects.toMatchObject({
      name: 'UnresolvedVariable',
      hint: 'Check the "Token URL".',
    });
  });

  it('is not asked when the environment does not say enough', async () => {
    await expect(oauth.authorization({ 'Grant Type': 'Password' })).rejects.toMatchObject({
      message: 'No token: "a" needs a "Token URL" for Password.',
    });
    expect(oauth.asked).toEqual([]);
  });
});
