/** Routes that send the client elsewhere, by relative and absolute locations. */

import { Refusal, type Call } from '../call.ts';
import { any, get, type Route } from '../router.ts';

const HOPS = { min: 1, max: 10_000 };

export function redirectRoutes(): readonly Route[] {
  return [
    get('/redirect/:n', (call) => {
      if (call.query.get('absolute')?.toLowerCase() === 'true') absolute(call);
      else relative(call);
    }),
    get('/relative-redirect/:n', relative),
    get('/absolute-redirect/:n', absolute),
    any('/redirect-to', redirectTo),
  ];
}

function relative(call: Call): void {
  const left = call.number('n', HOPS) - 1;
  call.redirect(left === 0 ? '/get' : `/relative-redirect/${left}`);
}

function absolute(call: Call): void {
  const left = call.number('n', HOPS) - 1;
  call.redirect(`${call.origin}${left === 0 ? '/get' : `/absolute-redirect/${left}`}`);
}

/** The location is sent as it was given, so that bad ones can be tried too. */
function redirectTo(call: Call): void {
  const url = call.query.get('url');
  if (url === null) throw new Refusal(400, 'Say where to go: /redirect-to?url=…');
  const status = call.number('status_code', { min: 300, max: 399, otherwise: 302 });
  if (/[\0\r\n]/.test(url)) throw new Refusal(400, 'The URL holds a line break.');
  call.redirect(Buffer.from(url, 'utf8').toString('latin1'), status);
}
