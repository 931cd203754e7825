/**
 * Decides which header values are masked on the screen: credentials and cookies by their names, and any value
 * that holds a secret of the environment, also in its URL-, base64- and JSON-escaped form. It hides nothing
 * itself and never sees what is sent.
 */
import { masked, secretForms } from '../../runner/index.ts';

export { mask } from '../../runner/index.ts';

export interface Secrecy {
  /** False when the user turned masks off. */
  readonly masked: boolean;
  /** Values that came from a secret place. */
  readonly secrets: readonly string[];
  /** False where a masked value may not even reach the page, because its folder is not trusted. */
  readonly revealable: boolean;
}

const secretNames =
  /^(?:proxy-)?authorization$|^(?:set-)?cookie$|token|secret|password|api-?key|(?:^|-)key$/i;

export function isSecretHeader(name: string, value: string, secrecy: Secrecy): boolean {
  return secrecy.masked && (secretNames.test(name) || holdsSecret(value, secrecy.secrets));
}

/** True when the page gets the mask in place of the value. */
export function isWithheld(name: string, value: string, secrecy: Secrecy): boolean {
  return !secrecy.revealable && isSecretHeader(name, value, secrecy);
}

/** A text for people to read, with what is secret in it crossed out. */
export function shownTo({ masked: masks, secrets }: Secrecy, text: string): string {
  return masks ? masked(text, secrets) : text;
}

export function holdsSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => secret !== '' && secretForms(secret).some((form) => text.includes(form)));
}
