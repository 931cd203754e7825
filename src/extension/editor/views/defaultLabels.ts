/**
 * What the sidebar says about a session's defaults: one line for all of them, and a name and a value for each. Pure, so
 * that wording and masking have tests without VS Code. A value that looks like a secret is never shown; a reference to
 * one is.
 */
import {
  defaultKeys,
  looksSecret,
  type WrittenDefault,
  type WrittenDefaults,
} from '../../../language/semantics/index.ts';
import type { Localize } from '../labels.ts';
import { mask } from '../trust/secrecy.ts';

/** `headers 2 · auth · proxies`, in the order of the schema; `none` for none. */
export function defaultsSummary(defaults: WrittenDefaults, t: Localize): string {
  const sections = [...defaults.keys()].map((key) => key.split('.', 1)[0] ?? '');
  const parts = Object.keys(defaultKeys).flatMap((section) => {
    const count = sections.filter((one) => one === section).length;
    if (count === 0) return [];
    return section === 'headers' || section === 'params' ? [`${section} ${count}`] : [section];
  });
  return parts.length === 0 ? t('none') : parts.join(' · ');
}

/** `X-Tenant`, `timeout.read`: headers and params by their names, the rest by its key. */
export function defaultLabel({ key, name }: WrittenDefault): string {
  return /^(?:headers|params)\./.test(key) ? name : key;
}

/** `acme`, `left out` for null, `me.pfx` for a certificate. */
export function defaultValue({ key, value }: WrittenDefault, t: Localize): string {
  if (value === null) return t('left out');
  if (key === 'cert' && typeof value === 'object') return certificateFile(value) ?? '';
  const text = Array.isArray(value)
    ? value.map(String).join(', ')
    : JSON.stringify(value).replace(/^"|"$/g, '');
  return looksSecret(key, text) ? mask : text;
}

/** The passphrase beside it is nobody's business. */
function certificateFile(parts: object): string | undefined {
  return Object.entries(parts)
    .filter(([key]) => key === 'pfx' || key === 'certificate')
    .map(([, file]) => String(file))[0];
}

/** `acme · http-sessions.json:5`. */
export function defaultDescription(written: WrittenDefault, t: Localize): string {
  return `${defaultValue(written, t)} · ${written.origin}:${written.line}`;
}

/** For screen readers: what it is, what it says and where it stands. */
export function defaultSpeech(written: WrittenDefault, t: Localize): string {
  const kind = written.key.startsWith('headers.')
    ? t('header {0}', written.name)
    : written.key.startsWith('params.')
      ? t('parameter {0}', written.name)
      : written.key;
  const place = t('line {0} of {1}', written.line, written.origin);
  return `${t('Default')} ${kind}: ${defaultValue(written, t)}, ${place}`;
}
