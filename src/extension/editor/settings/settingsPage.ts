/**
 * The page of *Show Settings in Force* as text: each setting with its value, where it comes from and why that counts.
 * Pure; `settingsDocuments.ts` asks VS Code and shows it. Values that may hold secrets are told in part.
 */
import { looksSecret } from '../../../language/semantics/index.ts';
import type { Localize } from '../labels.ts';
import type { SettingScope } from './settingSources.ts';
import { mask } from '../trust/secrecy.ts';

/** One value as it is in force. */
export interface SettingRow {
  /** Without the prefix of our settings: `timeout.read`. */
  readonly key: string;
  readonly value: unknown;
  /** A setting's id, a place in a file, a variable's name, or `default`. */
  readonly origin: string;
  /** Whose settings the origin is in; undefined for what is no setting. */
  readonly scope?: SettingScope | undefined;
}

export interface SettingsPage {
  /** For people: `api/login.http`; undefined where no file is in front. */
  readonly file: string | undefined;
  readonly trusted: boolean;
  readonly settings: readonly SettingRow[];
  /** The session of the file, with what files give it. */
  readonly session: string | undefined;
  readonly defaults: readonly SettingRow[];
  /** The proxy for http and https, with the hosts that go without. */
  readonly proxies: readonly SettingRow[];
}

/** Markdown: a table for each part. */
export function settingsPage(page: SettingsPage, t: Localize): string {
  const { file, trusted, settings, session, defaults, proxies } = page;
  const set = settings.filter(({ origin }) => origin !== 'default');
  const rest = settings.filter(({ origin }) => origin === 'default');
  return [
    `# ${file === undefined ? t('Settings in force') : t('Settings in force for {0}', file)}`,
    ...(trusted
      ? []
      : [
          t(
            'The folder is not trusted: what it says about certificates, proxies, time and redirects does not count.',
          ),
        ]),
    t(
      'What a request says itself beats its session, a session beats the settings, and our settings beat those of REST Client, which beat those of httpYac.',
    ),
    `## ${t('Set by somebody')}`,
    table(set, t),
    `## ${session === undefined ? t('Defaults of sessions') : t('Defaults of session {0}', session)}`,
    table(defaults, t),
    `## ${t('Proxies')}`,
    table(proxies, t),
    `## ${t('Left at their defaults')}`,
    table(rest, t),
    '',
  ].join('\n\n');
}

/** `unset` in words where there is nothing to show. */
export function shownSetting(key: string, value: unknown, t: Localize): string {
  if (value === null || value === undefined || value === '') return t('none');
  if (key.endsWith('environmentVariables')) return names(value, t);
  if (key === 'tls.clientCertificates') return names(value, t);
  if (key === 'headers' && isObject(value)) {
    const fields = Object.entries(value).map(([name, text]) => shownDefault(`headers.${name}`, name, text));
    return fields.length === 0 ? t('none') : fields.join('; ');
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return looksSecret(key, text) || looksSecret('proxies', text) ? withoutCredentials(text) : text;
}

function shownDefault(key: string, name: string, value: unknown): string {
  const text = String(value);
  return `${name}: ${looksSecret(key, text) ? mask : text}`;
}

/** What stands in front of the `@` of a URL, else all of it. */
function withoutCredentials(text: string): string {
  return /^[a-z\d+.-]+:\/\/[^/]*@/i.test(text) ? text.replace(/\/\/[^/]*@/, `//${mask}@`) : mask;
}

function table(rows: readonly SettingRow[], t: Localize): string {
  if (rows.length === 0) return t('None.');
  const lines = rows.map(({ key, value, origin, scope }) => [
    `\`${key}\``,
    cell(shownSetting(key, value, t)),
    cell(why(origin, scope, t)),
  ]);
  const head = [t('Name'), t('Value'), t('From')];
  return [head, head.map(() => '---'), ...lines].map((parts) => `| ${parts.join(' | ')} |`).join('\n');
}

function why(origin: string, scope: SettingScope | undefined, t: Localize): string {
  const foreign = /^(rest-client|httpyac)\./.exec(origin)?.[1];
  const tool = foreign === 'httpyac' ? 'httpYac' : 'REST Client';
  if (origin === 'default') return t('default');
  if (scope === undefined) return origin;
  const where = {
    user: t('user settings'),
    workspace: t('workspace settings'),
    folder: t('folder settings'),
  }[scope];
  return foreign === undefined
    ? t('{0}, {1}', origin, where)
    : t('{0}, {1}: {2} has it and ours is unset', origin, where, tool);
}

/** A table must not break, whatever somebody has written. */
function cell(text: string): string {
  return text
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}

function names(value: unknown, t: Localize): string {
  const found = isObject(value) ? Object.keys(value) : [];
  return found.length === 0 ? t('none') : found.join(', ');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
