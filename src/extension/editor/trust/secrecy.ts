/**
 * Decides which header values are masked on the screen: credentials and cookies by their names, and any value
 * that holds a secret of the environment, also in its URL-, base64- and JSON-escaped form. It hides nothing
 * itself and never sees what is sent.
 */

/** Six dots whatever the length, because the length of a secret is a hint, too. */
export const mask = '••••••';

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

export function holdsSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => secret !== '' && secretForms(secret).some((form) => text.includes(form)));
}

/** A secret as it may stand in a URL, in a Basic header or in JSON; through a Buffer, because lone surrogates would throw. */
export function secretForms(secret: string): string[] {
  const inUrl = encodeURIComponent(Buffer.from(secret).toString());
  // Forms encode more than addresses do, and write a space as a plus (application/x-www-form-urlencoded).
  const inForm = inUrl.replace(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return [
    secret,
    inUrl,
    inForm,
    inForm.replaceAll('%20', '+'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    JSON.stringify(secret).slice(1, -1),
  ];
}
