/** Conditional answers, caching headers and headers on demand. */

import { validateHeaderName, validateHeaderValue } from 'node:http';
import { Refusal, type Call } from '../call.ts';
import { grouped, headEcho } from '../echo.ts';
import { get, on, type Route } from '../router.ts';

const VALIDATORS = { 'Last-Modified': 'Thu, 01 Jan 2026 00:00:00 GMT', ETag: '"sandbox"' };

export function cacheRoutes(): readonly Route[] {
  return [
    get('/cache', (call) => {
      const { headers } = call.request;
      const known = headers['if-modified-since'] !== undefined || headers['if-none-match'] !== undefined;
      if (known) call.empty(304, VALIDATORS);
      else call.json(headEcho(call), 200, VALIDATORS);
    }),
    get('/cache/:seconds', (call) => {
      const seconds = call.number('seconds', { min: 0, max: 31_536_000 });
      call.json(headEcho(call), 200, { 'Cache-Control': `public, max-age=${seconds}` });
    }),
    get('/etag/:etag', etag),
    on(['GET', 'HEAD', 'POST'], '/response-headers', responseHeaders),
  ];
}

/** RFC 9110 §13.1.1 and §13.1.2. */
function etag(call: Call): void {
  const tag = call.param('etag');
  const headers = { ETag: `"${tag.replace(/[^\x21\x23-\x7e]/g, '')}"` };
  const { 'if-none-match': noneMatch, 'if-match': match } = call.request.headers;
  if (noneMatch !== undefined && names(noneMatch, tag)) call.empty(304, headers);
  else if (match !== undefined && !names(match, tag)) call.empty(412, headers);
  else call.json(headEcho(call), 200, headers);
}

function names(list: string, tag: string): boolean {
  return list
    .split(',')
    .map((item) => item.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((item) => item === '*' || item === tag);
}

const FRAMING = new Set(['content-length', 'transfer-encoding', 'connection', 'trailer', 'upgrade']);

/** Each parameter of the query becomes a header of the answer, and its body says so too. */
function responseHeaders(call: Call): void {
  const { response } = call;
  const wanted = [...call.query];
  for (const [name, value] of wanted) {
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch {
      throw new Refusal(400, `"${name}" with that value cannot be a header.`);
    }
    if (FRAMING.has(name.toLowerCase())) throw new Refusal(400, `${name} is the server's own.`);
  }
  response.setHeader('Content-Type', 'application/json');
  for (const name of new Set(wanted.map(([key]) => key))) {
    const values = call.query.getAll(name);
    response.setHeader(name, values.length === 1 ? (values[0] ?? '') : values);
  }
  const body = Buffer.from(`${JSON.stringify(grouped(wanted), null, 2)}\n`);
  response.setHeader('Content-Length', body.length);
  response.end(body);
}
