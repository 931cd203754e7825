/**
 * Which headers of a request are for one origin alone: those named after secrets, and those whose value came from a
 * secret variable, as it is or encoded. A redirect to another origin goes without them. The core's own rule is the one
 * of requests, which knows Authorization only; this is what a file says beyond that.
 */
import { secretForms } from './secretForms.ts';

/** The names that the panel masks, too. */
const secretNames =
  /^(?:proxy-)?authorization$|^(?:set-)?cookie$|token|secret|password|api-?key|(?:^|-)key$/i;

/** For `SendOptions.isSecretHeader`. */
export function secretHeaders(secrets: readonly string[]): (name: string, value: string) => boolean {
  const forms = secrets.filter((secret) => secret !== '').flatMap(secretForms);
  return (name, value) => secretNames.test(name) || forms.some((form) => value.includes(form));
}
