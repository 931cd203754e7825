/** Hides values that nobody is shown, in what checks and scripts have to say. */

/** Stands where a secret was. */
export const mask = '••••••';

export function masked(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, mask)), text);
}
