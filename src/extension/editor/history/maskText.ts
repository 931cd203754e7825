/** Crosses secret values out of texts that show a whole exchange or a part of it. */
import { mask, secretForms } from '../trust/secrecy.ts';

export function maskText(text: string, secrets: readonly string[]): string {
  const forms = new Set(secrets.flatMap((secret) => (secret === '' ? [] : secretForms(secret))));
  // Long ones first, so that a secret inside of another does not leave the rest of it.
  const ordered = [...forms].sort((one, other) => other.length - one.length);
  return ordered.reduce((masked, form) => masked.replaceAll(form, mask), text);
}
