/** Tokens from the terminal: a real OAuth server gives them, the request carries them, and nothing that is printed shows them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawServer } from '../../sandbox/index.ts';
import { startRawServer } from '../../sandbox/index.ts';
import { deviceAnswer, startTokenServer, type TokenServer } from '../../sandbox/tokenServer.ts';
import type { Place } from './runCli.ts';
import { createPlace } from './runCli.ts';

const secret = 'cl1ent+s3cret/&';
const token = 't0ken-of-the-shop';

let api: RawServer;
let issuer: TokenServer;
let place: Place;
beforeAll(async () => {
  api = await startRawServer();
  issuer = await startTokenServer((path, fields) => {
    if (path === '/device') return deviceAnswer;
    return fields.get('scope') === 'none'
      ? [400, { error: 'invalid_scope', error_description: `${secret} may not` }]
      : [200, { access_token: token, token_type: 'bearer', expires_in: 60 }];
  });
  const client = {
    'Grant Type': 'Client Credentials',
    'Token URL': `${issuer.url}/token`,
    'Client ID': 'me',
    'Client Secret': '{{apiSecret}}',
  };
  const Auth = {
    shop: client,
    refused: { ...client, Scope: 'none' },
    tv: { ...client, 'Grant Type': 'Device Authorization', 'Device Auth URL': `${issuer.url}/device` },
    web: { ...client, 'Grant Type': 'Authorization Code', 'Auth URL': 'http://id.test/authorize' },
  };
  const request = (id: string): string =>
    `### ${id}\nGET ${api.url}/${id}\nAuthorization: Bearer {{$auth.token("${id}")}}\n`;
  place = await createPlace({
    'a.http': ['shop', 'refused', 'tv', 'web', 'nobody'].map(request).join('\n'),
    'http-client.env.json': JSON.stringify({ dev: { Security: { Auth } } }),
    'http-client.private.env.json': JSON.stringify({ dev: { apiSecret: secret } }),
  });
});
afterAll(async () => {
  await place.remove();
  issuer.close();
  await api.close();
});

const send = (name: string, ...more: string[]): ReturnType<Place['run']> =>
  place.run('send', 'a.http', '--env', 'dev', '--name', name, ...more);

describe('a request that wants a token', () => {
  it('carries it', async () => {
    const { code, out, err } = await send('shop');
    expect(code).toBe(0);
    expect(api.requests.at(-1)?.head).toContain(`authorization: Bearer ${token}`.replace('a', 'A'));
    expect(`${out}${err}`).not.toContain(token);
  });

  it('shows the code that is to be typed elsewhere', async () => {
    const { code, err } = await send('tv');
    expect(err).toContain('To consent to "tv", open http://id.test/go and enter AB-CD');
    expect(code).toBe(0);
  });

  it('is not sent without one, and says whose fault that is', async () => {
    const { code, err } = await send('refused');
    expect(code).toBe(3);
    expect(err).toContain('gave no token for "refused": invalid_scope, *** may not.');
    const unknown = await send('nobody');
    expect(unknown.err).toContain(
      'no "Security.Auth" is named "nobody" in the environment dev; there is shop, refused, tv, web',
    );
  });

  it('prints the page for a code and listens for the browser', async () => {
    const { process: child, ended } = place.start('send', 'a.http', '--env', 'dev', '--name', 'web');
    const url = await new Promise<URL>((resolve) => {
      child.stderr?.on('data', (piece: Buffer) => {
        const found = /open (http\S+)/.exec(piece.toString());
        if (found?.[1] !== undefined) resolve(new URL(found[1]));
      });
    });
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    back.search = `code=c&state=${url.searchParams.get('state')}`;
    expect(await (await fetch(back)).text()).toContain('You can close this page.');
    expect((await ended).code).toBe(0);
  });
});
