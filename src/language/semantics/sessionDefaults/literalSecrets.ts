/**
 * Whether a text in a file that many people read looks like a secret itself instead of naming one. It judges by the
 * place the text stands at and by the forms that well-known tokens have; it may be wrong both ways, so its finding is
 * advice and changes nothing that is sent.
 */
import { isSecretName } from '../variables/dynamicVariables.ts';

/** `key` is the way to the text: `headers.x-api-key`, `auth`, `proxies.http`. */
export function looksSecret(key: string, text: string): boolean {
  // What a variable gives is not written here.
  const written = text.replaceAll(/\{\{.*?\}\}/gs, '').trim();
  if (written === '') return false;
  if (tokenForms.test(written)) return true;
  const [section = '', name = ''] = key.split(/\.(.*)/s, 2);
  switch (section) {
    case 'auth':
      return hasCredentials(text);
    case 'headers':
      if (/^(?:proxy-)?authorization$/i.test(name)) return hasCredentials(text);
      return isWholeValue(text) && (secretHeaders.test(name) || isSecretName(name));
    case 'params':
      return isWholeValue(text) && (isSecretName(name) || /^(?:key|sig|signature)$/i.test(name));
    case 'cert':
      return name === 'passphrase' && isWholeValue(text);
    case 'proxies':
      return /^[a-z\d+.-]+:\/\/[^/@]*:(?!\{\{)[^/@]+@/i.test(text);
    default:
      return false;
  }
}

/** JWT, GitHub, GitLab, AWS, Slack, Stripe, Google, and keys in PEM. */
const tokenForms =
  /\beyJ[\w-]{8,}\.[\w-]{8,}|\bgh[pousr]_\w{20,}|\bglpat-[\w-]{16,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[\w-]{10,}|\b[rs]k_(?:live|test)_\w{10,}|\bAIza[\w-]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY/;

const secretHeaders = /^cookie$|token|secret|password|api-?key|^x-.*auth/i;

/** A scheme alone is no secret, and where a part comes from a variable it is the part that matters. */
function hasCredentials(text: string): boolean {
  return isWholeValue(text) && /^\S+\s+\S/.test(text.trim());
}

/** Nothing of it comes from a variable. */
function isWholeValue(text: string): boolean {
  return !text.includes('{{');
}
