/**
 * The secrets in a prepared body that the page draws: named, so that it can mask them until they are revealed, or left
 * out with the whole body where they may not be revealed. Bodies that are looked at as bytes are shown as they are. Pure.
 */
import type { PreparedRequest } from '../../http/index.ts';
import { splitAtSecrets } from '../../runner/index.ts';
import type { PreparedBody } from '../../webview/preparedBodies.ts';
import type { Localize } from '../labels.ts';
import { textOf } from '../sending/draft.ts';
import { shownTo, type Secrecy } from '../trust/secrecy.ts';
import { preparedBody } from './preparedBody.ts';

export function bodyWithoutSecrets(prepared: PreparedRequest, secrecy: Secrecy, t: Localize): PreparedBody {
  const body = preparedBody(prepared);
  if (!secrecy.masked || (body.kind !== 'text' && body.kind !== 'parts')) return body;
  const parts = body.parts.map((part) => ({ ...part, text: part.text && shownTo(secrecy, part.text) }));
  if (body.kind === 'parts') return { ...body, parts };
  const hidden = secretsIn(prepared, secrecy.secrets);
  if (hidden.length === 0) return body;
  return secrecy.revealable
    ? { ...body, parts, hidden }
    : {
        kind: 'opaque',
        description: t('It holds a secret, which stays masked in a folder that is not trusted.'),
        length: body.length,
      };
}

/** A body can be long, and is drawn with every step of its answer. */
const known = new WeakMap<
  PreparedRequest,
  { readonly secrets: readonly string[]; readonly found: readonly string[] }
>();

/** What stands in the body's text, in the form in which it does; the longest first. */
function secretsIn(prepared: PreparedRequest, secrets: readonly string[]): readonly string[] {
  const present = known.get(prepared);
  if (present?.secrets === secrets) return present.found;
  const pieces = splitAtSecrets(textOf(prepared) ?? '', secrets).filter((_, at) => at % 2 === 1);
  const found = [...new Set(pieces)].sort((one, other) => other.length - one.length);
  known.set(prepared, { secrets, found });
  return found;
}
