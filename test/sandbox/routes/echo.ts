/** Routes that say back what they were sent: `/anything`, `/get`, `/post`, `/headers` … */

import { randomUUID } from 'node:crypto';
import { Refusal, type Call } from '../call.ts';
import { bodyEcho, headEcho, headersEcho } from '../echo.ts';
import { any, get, on, type Route } from '../router.ts';

export function echoRoutes(): readonly Route[] {
  return [
    any('/anything', anything),
    any('/anything/*', anything),
    get('/get', (call) => call.json(headEcho(call))),
    ...['post', 'put', 'patch', 'delete'].map((name) => on([name.toUpperCase()], `/${name}`, withBody)),
    get('/headers', (call) => call.json({ headers: headersEcho(call) })),
    get('/ip', (call) => call.json({ origin: call.address })),
    get('/user-agent', (call) => call.json({ 'user-agent': call.request.headers['user-agent'] ?? null })),
    get('/uuid', (call) => call.json({ uuid: randomUUID() })),
    get('/base64/:value', decodeBase64),
  ];
}

async function anything(call: Call): Promise<void> {
  const { args, headers, origin, url } = headEcho(call);
  const { data, files, form, json } = await bodyEcho(call);
  call.json({ args, data, files, form, headers, json, method: call.method, origin, url });
}

async function withBody(call: Call): Promise<void> {
  const { args, headers, origin, url } = headEcho(call);
  const { data, files, form, json } = await bodyEcho(call);
  call.json({ args, data, files, form, headers, json, origin, url });
}

/** Plain or URL-safe base64, with or without padding. */
function decodeBase64(call: Call): void {
  const value = call.param('value');
  if (!/^[\w+/-]*={0,2}$/.test(value)) throw new Refusal(400, `"${value}" is not base64.`);
  call.send(Buffer.from(value, 'base64'), 'text/plain; charset=utf-8');
}
