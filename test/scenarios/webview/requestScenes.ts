/** Requests before they are sent, with each kind of body and each thing that can stand between them and their sending. */
import type { HeaderRow, PreparedView } from '../../../src/extension/webview/protocol.ts';
import type { PreparedBody, PreparedPart } from '../../../src/extension/webview/preparedBodies.ts';
import { scenes, type Scene } from './scenes.ts';

const { snapshot } = scenes['idle']!;

function request(prepared: Partial<PreparedView>, body = new Uint8Array()): Scene {
  return { snapshot: { ...snapshot, prepared: { ...snapshot.prepared, ...prepared } }, body };
}

function part(name: string | undefined, more: Partial<PreparedPart>): PreparedPart {
  return {
    name,
    filename: undefined,
    contentType: undefined,
    length: 0,
    text: undefined,
    files: [],
    ...more,
  };
}

const form: PreparedBody = {
  kind: 'parts',
  how: 'multipart',
  length: 14_200_310,
  contentType: 'multipart/form-data; boundary=X',
  parts: [
    part('title', { length: 13, text: 'A kettle, old' }),
    part('photo', {
      filename: 'kettle.jpg',
      contentType: 'image/jpeg',
      length: 14_200_000,
      files: [{ index: 0, path: './photos/kettle.jpg', length: 14_200_000 }],
    }),
  ],
};

const file: PreparedBody = {
  kind: 'parts',
  how: 'file',
  length: 3210,
  contentType: 'application/octet-stream',
  parts: [part(undefined, { length: 3210, files: [{ index: 0, path: './a.bin', length: 3210 }] })],
};

const hostRow: HeaderRow = { ...snapshot.prepared.headers[0]!, name: 'host', lockable: true };

const lengthRow: HeaderRow = {
  ...snapshot.prepared.headers.at(-1)!,
  name: 'content-length',
  lockable: true,
};

export const requestScenes: Readonly<Record<string, Scene>> = {
  form: request({ body: form }),
  file: request({ body: file }),
  bytes: request(
    { body: { kind: 'pages', why: 'binary', length: 700, contentType: 'image/x-raw' } },
    Uint8Array.from({ length: 700 }, (_, index) => (index * 7) % 256),
  ),
  escapedUrl: request({
    url: 'http://127.0.0.1:8080/a%20b?caf%C3%A9=1',
    headers: [hostRow, ...snapshot.prepared.headers.slice(1)],
    escaped: [
      { typed: ' ', sent: '%20' },
      { typed: 'é', sent: '%C3%A9' },
    ],
  }),
  maskedUrl: request({
    url: 'http://127.0.0.1:8080/login?token=s3cr%20t&page=1',
    maskedUrl: ['http://127.0.0.1:8080/login?token=', 's3cr%20t', '&page=1'],
  }),
  secretBody: request({
    body: {
      kind: 'text',
      text: '{\r\n  "user": "ada",\r\n  "pass": "s3cr t"\r\n}',
      length: 41,
      contentType: 'application/json',
      hidden: ['s3cr t'],
      parts: [],
    },
  }),
  lengths: request({ headers: [hostRow, ...snapshot.prepared.headers.slice(1, -1), lengthRow] }),
  route: request({
    headers: [
      ...snapshot.prepared.headers.slice(0, 2),
      {
        ...snapshot.prepared.headers[2]!,
        name: 'X-Tenant',
        value: 'acme',
        origin: 'session admin, http-sessions.json:5',
        line: undefined,
        enabled: true,
        locked: undefined,
        secret: false,
      },
    ],
    route: [
      {
        name: 'Proxy',
        value: 'socks5://127.0.0.1:1080',
        origin: 'from session admin, http-sessions.json:5',
        warning: false,
      },
      { name: 'Certificates', value: 'not checked', origin: 'from the request', warning: true },
      {
        name: 'Client certificate',
        value: '/home/me/project/certificates/a-client-with-a-long-name.pfx',
        origin: 'from httpSessions.tls.clientCertificates',
        warning: false,
      },
    ],
  }),
  changed: {
    snapshot: { ...snapshot, notice: 'Cookies have changed since this was prepared: sid.' },
    body: new Uint8Array(),
  },
};
