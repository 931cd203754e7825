/**
 * A long use of the terminal with secrets in every place, and a search through all that it has shown and written, in
 * every form a secret can take. What is asked for byte by byte (`--json`, bodies on a pipe) is not among it.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseInvocation } from '../../../src/extension/cli/args.ts';
import { prepare } from '../../../src/extension/cli/prepare.ts';
import { send } from '../../../src/extension/cli/send.ts';
import { createTerminal } from '../../../src/extension/cli/terminal.ts';
import { startRawServer, type RawServer } from '../../sandbox/index.ts';
import { startTokenServer, type TokenServer } from '../../sandbox/tokenServer.ts';
import { secretsIn, testSecrets } from '../../support/secretSearch.ts';
import { createPlace, type Place } from './runCli.ts';

let api: RawServer;
let issuer: TokenServer;
let place: Place;
beforeAll(async () => {
  api = await startRawServer();
  issuer = await startTokenServer((_path, fields) =>
    fields.get('scope') === 'none'
      ? [400, { error: 'invalid_scope', error_description: `not with ${testSecrets.clientSecret}` }]
      : [
          200,
          { access_token: testSecrets.token, token_type: 'bearer', refresh_token: testSecrets.refreshToken },
        ],
  );
  const shop = {
    'Grant Type': 'Client Credentials',
    'Token URL': `${issuer.url}/token`,
    'Client ID': 'me',
    'Client Secret': '{{clientSecret}}',
  };
  place = await createPlace({
    'a.http': requests(api.url),
    'http-client.env.json': JSON.stringify({
      dev: { Security: { Auth: { shop, refused: { ...shop, Scope: 'none' } } } },
    }),
    'http-client.private.env.json': JSON.stringify({ dev: testSecrets }),
  });
});
afterAll(async () => {
  await place.remove();
  issuer.close();
  await api.close();
});

/** Each works, or fails in its own way. */
const requests = (url: string): string => `
@key = {{urlSecret}}

### in the URL
GET ${url}/{{%urlSecret}}?q={{urlSecret}}&again={{key}}

### in headers
GET ${url}/headers
X-Custom: before {{headerSecret}} after
Authorization: Basic ada {{userPassword}}

### as a cookie
GET ${url}/cookies
Cookie: sid={{cookieSecret}}

### in a body
POST ${url}/json
Content-Type: application/json

{ "password": "{{cookieSecret}}", "token": "{{token}}" }

### in a form
POST ${url}/form
Content-Type: application/x-www-form-urlencoded

a={{%bodySecret}}&b={{userPassword}}

### in text
POST ${url}/text
Content-Type: text/plain

{{bodySecret}}

### with a token
GET ${url}/token
Authorization: Bearer {{$auth.token("shop")}}
X-Token: {{$auth.token("shop")}}

### without one
GET ${url}/none
Authorization: Bearer {{$auth.token("refused")}}

### to nobody
GET http://127.0.0.1:1/{{urlSecret}}
X-Custom: {{headerSecret}}

### to no address
GET http://{{urlSecret}}/

### with an assertion
GET ${url}/assert
X-Custom: {{headerSecret}}

?? header x-echo == {{headerSecret}}
?? status == {{cookieSecret}}

### not defined
GET ${url}/{{nobody}}?q={{urlSecret}}
`;

/** Everything that a person at a terminal sees of a command. */
async function watch(...words: string[]): Promise<string> {
  const invocation = parseInvocation([...words, path.join(place.folder, 'a.http'), '--env', 'dev']);
  if (invocation.kind !== 'command') throw new Error(`no command: ${words.join(' ')}`);
  let seen = '';
  const screen = {
    isTTY: true,
    write: (text: string | Uint8Array) => (seen += Buffer.from(text).toString()),
  };
  const terminal = createTerminal({ out: screen, err: screen, environment: { NO_COLOR: '1' } });
  const { command } = invocation;
  if (command.name === 'prepare') await prepare(command, terminal);
  else await send(command, terminal, new AbortController().signal);
  return seen;
}

describe('no secret is found', () => {
  it('in requests that are shown before they go', async () => {
    const seen = await watch('prepare');
    expect(seen).toContain('X-Custom: before ');
    expect(secretsIn(seen)).toEqual([]);
  });

  it('in what is told while they are sent', async () => {
    const seen = await watch('send');
    expect(seen).toContain('200 OK');
    expect(seen).toContain('invalid_scope');
    expect(secretsIn(seen)).toEqual([]);
    expect(secretsIn(await watch('send', '--stream'))).toEqual([]);
  });

  it('in what a pipeline logs, and in its reports', async () => {
    const reports = ['junit=junit.xml', 'html=run.html', 'json=run.json', 'tap=run.tap', 'github'];
    const { out, err } = await place.run(
      'send',
      'a.http',
      '--env',
      'dev',
      ...reports.flatMap((report) => ['--report', report]),
    );
    expect(secretsIn(out)).toEqual([]);
    expect(secretsIn(err)).toEqual([]);
    const written = (await readdir(place.folder)).filter((name) => /^(?:junit|run)\./.test(name));
    expect(written.sort()).toEqual(['junit.xml', 'run.html', 'run.json', 'run.tap']);
    for (const name of written) {
      const text = await readFile(path.join(place.folder, name), 'utf8');
      expect(secretsIn(text), name).toEqual([]);
    }
    const { err: log } = await place.run('send', 'a.http', '--env', 'dev');
    expect(secretsIn(log)).toEqual([]);
  });
});

describe('the search itself', () => {
  it('finds a secret in every form', () => {
    const secret = 'a b/c+d"<é>&long';
    const forms = [
      secret,
      encodeURIComponent(secret),
      encodeURI(secret),
      String(new URLSearchParams([['x', secret]])),
      JSON.stringify({ secret }),
      `<b>a b/c+d"&lt;é&gt;&amp;long</b>`,
      btoa(unescapedBytes(`user:${secret}`)),
      btoa(unescapedBytes(`users:${secret}`)),
      btoa(unescapedBytes(secret)),
    ];
    expect(forms.map((text) => secretsIn(text, { secret }).length > 0)).toEqual(forms.map(() => true));
    expect(secretsIn('nothing at all', { secret })).toEqual([]);
  });
});

function unescapedBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
