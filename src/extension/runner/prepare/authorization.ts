/**
 * The short forms people write in an Authorization header, made into what is sent: Basic becomes the encoded
 * credentials of RFC 7617, Digest an answer to the server's challenge, AWS a signature, and everything else stays
 * as it was typed.
 */
import { readAuthorization } from '../../../language/semantics/index.ts';
import type { AuthScheme, Session } from '../../http/index.ts';
import { DigestAuth, RequestException } from '../../http/index.ts';
import { awsSignature } from './awsSignature.ts';

/** Either the header to send, or what authenticates in its place. */
export type Authorization =
  { readonly header: string; readonly auth?: never } | { readonly auth: AuthScheme; readonly header?: never };

/** Throws InvalidRequest for a scheme that would send a password in the clear. `now` dates signatures. */
export function authorization(typed: string, session: Session, now: () => number = Date.now): Authorization {
  const form = readAuthorization(typed);
  switch (form.scheme) {
    case 'basic':
      return { header: `Basic ${Buffer.from(`${form.user}:${form.password}`).toString('base64')}` };
    case 'digest':
      return { auth: digestFor(session, form.user, form.password) };
    case 'aws':
      return { auth: awsSignature(form, now) };
    case 'unsupported':
      throw new RequestException(`${form.name} is not supported.`, 'InvalidRequest', {
        phase: 'queue',
        hint: 'Write the Authorization header with its token.',
      });
    case 'other':
      return { header: form.value };
  }
}

/** One for each session and user, so that a nonce is used again instead of being asked for (rule R68). */
const digests = new WeakMap<Session, Map<string, DigestAuth>>();

function digestFor(session: Session, user: string, password: string): DigestAuth {
  const ofSession = digests.get(session) ?? new Map<string, DigestAuth>();
  digests.set(session, ofSession);
  const key = JSON.stringify([user, password]);
  const auth = ofSession.get(key) ?? new DigestAuth(user, password);
  ofSession.set(key, auth);
  return auth;
}
