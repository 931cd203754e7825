/** `/status/:codes`: any final status, with the headers that make it meaningful; several codes: one by chance. */

import { Refusal, type Call } from '../call.ts';
import { any, type Route } from '../router.ts';

export function statusRoutes(): readonly Route[] {
  return [any('/status/:codes', answerStatus)];
}

function answerStatus(call: Call): void {
  const status = pick(parseCodes(call.param('codes')));
  if ([301, 302, 303, 305, 307, 308].includes(status)) call.redirect('/redirect/1', status);
  else if (status === 401) call.empty(401, { 'WWW-Authenticate': 'Basic realm="Sandbox"' });
  else if (status === 407) call.empty(407, { 'Proxy-Authenticate': 'Basic realm="Sandbox"' });
  else if (status === 418)
    call.send(
      '    ( (\n     ) )\n  ........\n  |      |]\n  \\      /\n   `----´\n',
      'text/plain; charset=utf-8',
      { status },
    );
  else call.empty(status);
}

interface Weighted {
  readonly status: number;
  readonly weight: number;
}

/** `200,500` or with weights `200:3,500:1`. */
function parseCodes(text: string): readonly Weighted[] {
  return text.split(',').map((code) => {
    const match = /^\s*(\d{3})(?::(\d*\.?\d+))?\s*$/.exec(code);
    const status = Number(match?.[1]);
    if (match === null || status < 200 || status > 599) {
      throw new Refusal(400, `"${code}" is not a status from 200 to 599.`);
    }
    return { status, weight: Number(match[2] ?? 1) };
  });
}

function pick(codes: readonly Weighted[]): number {
  let rest = Math.random() * codes.reduce((sum, { weight }) => sum + weight, 0);
  for (const { status, weight } of codes) {
    rest -= weight;
    if (rest < 0) return status;
  }
  return codes.at(-1)?.status ?? 200;
}
