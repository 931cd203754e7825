/**
 * The one place where settings are read. What the manifest declares under `httpSessions.` is read here and
 * nowhere else, for the place it applies to; nothing is cached, so that a change counts from the next use.
 * Restricted settings come without the workspace's values while the folder is not trusted: VS Code sees to it.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import {
  environmentParts,
  readDialect,
  type Dialect,
  type EnvironmentSource,
} from '../../../language/semantics/index.ts';
import type { CertificatesByHost, ClientCertificate, Limits } from '../../http/index.ts';
import type { HistoryLimits } from '../../runner/index.ts';
import { matchesAny } from '../environments/namePatterns.ts';
import { clientCertificates } from './foreignSettings.ts';
import { section, settingInForce } from './settingSources.ts';

export { section };

/** How a request is sent from a file; times in seconds, 0 waits for ever. */
export interface SendSettings {
  readonly verify: boolean;
  /** PEM files of authorities beside the system's; whole paths. */
  readonly ca: readonly string[];
  /** Client certificates by host; whole paths, passphrases as they were written. */
  readonly certificates: CertificatesByHost;
  readonly connectTimeout: number;
  readonly readTimeout: number;
  readonly totalTimeout: number;
  readonly followRedirects: boolean;
  readonly maxRedirects: number;
  /** The proxy of our settings, else VS Code's own; undefined leaves it to the environment's variables. */
  readonly proxy: string | undefined;
  /** Hosts that are reached without a proxy. */
  readonly noProxy: readonly string[];
  /** What a server may send. */
  readonly limits: Limits;
  /** Headers for requests that do not have them; only other tools have such a setting. */
  readonly headers: Readonly<Record<string, string>>;
  /** False: cookies are neither sent nor kept; only other tools have such a setting. */
  readonly usesCookies: boolean;
  /** How form bodies are encoded; only REST Client has such a setting. */
  readonly formEncoding: 'automatic' | 'always' | 'never';
  /** The id of the setting that each of these comes from, or `default`. */
  readonly origins: Readonly<
    Record<
      'verify' | 'connect' | 'read' | 'total' | 'follow' | 'max' | 'proxy' | 'headers' | 'cookies',
      string
    >
  >;
}

export function sendSettings(file: vscode.Uri): SendSettings {
  const ours = vscode.workspace.getConfiguration(section, file);
  const editor = vscode.workspace.getConfiguration(undefined, file);
  const verify = settingInForce('tls.verify', true, file);
  const connect = settingInForce('timeout.connect', 30, file);
  const read = settingInForce('timeout.read', 0, file);
  const total = settingInForce('timeout.total', 0, file);
  const follow = settingInForce('redirects.follow', true, file);
  const max = settingInForce('redirects.max', 30, file);
  const headers = settingInForce<Readonly<Record<string, string>>>('headers', {}, file);
  const cookies = settingInForce('cookies', true, file);
  const proxy = proxyInForce(ours, editor);
  const noProxy = settingInForce<readonly string[]>('noProxy', [], file);
  // Other tools' lists say nothing about the machine itself.
  const usual = noProxy.origin === `${section}.noProxy` ? [] : ours.get<string[]>('noProxy', []);
  return {
    verify: verify.value,
    ca: ours.get<string[]>('tls.ca', []).map((one) => wholePath(one, file)),
    certificates: certificatesInForce(file),
    connectTimeout: connect.value,
    readTimeout: read.value,
    totalTimeout: total.value,
    followRedirects: follow.value,
    maxRedirects: max.value,
    proxy: proxy?.value,
    noProxy: [...new Set([...noProxy.value, ...usual, ...editor.get<string[]>('http.noProxy', [])])],
    headers: headers.value,
    usesCookies: cookies.value,
    formEncoding: settingInForce<SendSettings['formEncoding']>('formEncoding', 'automatic', file).value,
    origins: {
      verify: verify.origin,
      connect: connect.origin,
      read: read.origin,
      total: total.origin,
      follow: follow.origin,
      max: max.origin,
      proxy: proxy?.origin ?? 'default',
      headers: headers.origin,
      cookies: cookies.origin,
    },
    limits: {
      headerBytes: ours.get('limits.headerBytes', 256 * 1024),
      headerFields: ours.get('limits.headerFields', 1000),
      headerSeconds: ours.get<number>('limits.headerSeconds', 30) || Infinity,
      informational: ours.get('limits.informational', 100),
      encodings: ours.get('limits.encodings', 5),
      bodyBytes: ours.get('limits.bodyBytes', 512 * 1024 * 1024) || Infinity,
      eventBytes: ours.get('limits.eventBytes', 16 * 1024 * 1024) || Infinity,
    },
  };
}

export interface LensSettings {
  readonly enabled: boolean;
  /** Whether the last result stands beside the actions. */
  readonly result: boolean;
  /** Whether it stands in the gutter. */
  readonly gutter: boolean;
}

export function lensSettings(file: vscode.Uri): LensSettings {
  const ours = vscode.workspace.getConfiguration(section, file);
  return {
    enabled: settingInForce('lens.enabled', true, file).value,
    result: ours.get('lens.result', true),
    gutter: ours.get('gutter.enabled', true),
  };
}

/** Who serves `.http` files beside another extension that does, too. */
export type CoexistSetting = 'ask' | 'ours' | 'other' | 'both';

export function coexistSetting(): CoexistSetting {
  return vscode.workspace.getConfiguration(section).get('coexist', 'ask');
}

/** For the workspace that is open; for the user where none is. */
export async function decideCoexistence(answer: CoexistSetting): Promise<void> {
  await vscode.workspace.getConfiguration(section).update('coexist', answer, ownTarget());
}

/** Switches the lenses of another extension off for this workspace, by its own setting. */
export async function hideForeignLenses(extension: string): Promise<void> {
  const [tool, key, value] =
    extension === 'humao.rest-client'
      ? (['rest-client', 'enableSendRequestCodeLens', false] as const)
      : ([
          'httpyac',
          'codelens',
          { send: false, sendRepeat: false, sendSelected: false, resend: false },
        ] as const);
  await vscode.workspace.getConfiguration(tool).update(key, value, ownTarget());
}

function ownTarget(): vscode.ConfigurationTarget {
  const { Global, Workspace } = vscode.ConfigurationTarget;
  return vscode.workspace.workspaceFolders === undefined ? Global : Workspace;
}

export function defaultSession(file: vscode.Uri): string {
  return (
    vscode.workspace.getConfiguration(section, file).get<string>('defaultSession', 'default') || 'default'
  );
}

/** Of a workspace folder; without one, of the workspace or the user. */
export async function setDefaultSession(
  folder: vscode.WorkspaceFolder | undefined,
  name: string,
): Promise<void> {
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const many = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const target = folder === undefined ? Global : many ? WorkspaceFolder : Workspace;
  await vscode.workspace.getConfiguration(section, folder?.uri).update('defaultSession', name, target);
}

/** The dialect of files that do not name theirs; undefined leaves it to what stands in each file. */
export function dialectSetting(file: vscode.Uri): Dialect | undefined {
  return readDialect(vscode.workspace.getConfiguration(section, file).get('dialect'));
}

/** Settings that define environments, weakest first: those of other tools count, too. */
export function environmentSettings(file: vscode.Uri): readonly EnvironmentSource[] {
  const places = [
    ['httpyac', 'environmentVariables'],
    ['rest-client', 'environmentVariables'],
    [section, 'environmentVariables'],
  ] as const;
  return places.flatMap(([tool, key]): EnvironmentSource[] => {
    const value = vscode.workspace.getConfiguration(tool, file).get<unknown>(key);
    return value === undefined || value === null
      ? []
      : [{ kind: 'settings', origin: `${tool}.${key}`, value }];
  });
}

/** Whether requests that change something in that environment need the user's word. */
export function isProtected(file: vscode.Uri, environment: string): boolean {
  const patterns = settingInForce('environment.protected', ['prod*'], file).value;
  return [environment, ...environmentParts(environment)].some((name) => matchesAny(name, patterns));
}

export interface ResponseSettings {
  readonly openTo: 'lastPlace' | 'beside' | 'active';
  readonly takeFocus: boolean;
}

export function responseSettings(): ResponseSettings {
  return {
    openTo: settingInForce<ResponseSettings['openTo']>('response.openTo', 'lastPlace').value,
    takeFocus: settingInForce('response.takeFocus', false).value,
  };
}

/** Events of one body that can be looked at as events; older ones are in the raw body. */
export function keptEvents(): number {
  return vscode.workspace.getConfiguration(section).get('stream.keepEvents', 10_000);
}

/** How tests are run from the Test Explorer. */
export function testSettings(file: vscode.Uri): { readonly bail: boolean } {
  return { bail: vscode.workspace.getConfiguration(section, file).get('tests.bail', false) };
}

/** Whether requests that another one needs are sent before it. */
export type NeededPolicy = 'ask' | 'always' | 'never';

export function neededPolicy(file: vscode.Uri): NeededPolicy {
  return vscode.workspace.getConfiguration(section, file).get('send.neededRequests', 'ask');
}

/** What sending does in a folder that is not trusted. */
export function untrustedPolicy(): 'ask' | 'never' {
  return vscode.workspace.getConfiguration(section).get('send.untrusted', 'ask');
}

export function masksSecrets(): boolean {
  return vscode.workspace.getConfiguration(section).get('secrets.mask', true);
}

/** Bytes of one body that stay in memory before it moves to a file. */
export function bodyMemoryLimit(): number {
  return vscode.workspace.getConfiguration(section).get('body.memoryLimit', 1) * 1024 * 1024;
}

/** From how many bytes on the panel shows a body in pages, and lays it out only when asked. */
export function bodyLimits(): { readonly editor: number; readonly pretty: number } {
  const mebibytes = (key: string, unset: number): number =>
    Math.max(0, Math.floor(settingInForce(key, unset).value * 1024 * 1024));
  return { editor: mebibytes('body.editorLimit', 5), pretty: mebibytes('body.prettyLimit', 2) };
}

export interface HistorySettings {
  readonly enabled: boolean;
  /** Whether response bodies are kept, too. */
  readonly bodies: boolean;
}

export function historySettings(file: vscode.Uri): HistorySettings {
  const ours = vscode.workspace.getConfiguration(section, file);
  return { enabled: ours.get('history.enabled', true), bodies: ours.get('history.bodies', true) };
}

export function historyLimits(): HistoryLimits {
  const ours = vscode.workspace.getConfiguration(section);
  return {
    count: settingInForce('history.limit', 500).value,
    days: ours.get('history.days', 30),
    bodyBytes: ours.get('body.storeLimit', 1024) * 1024 * 1024,
  };
}

/** Whether cookies without an expiry stay when the last window of a folder is closed. */
export function keepsSessionCookies(folder: vscode.Uri | undefined): boolean {
  return vscode.workspace.getConfiguration(section, folder).get('cookies.keepSessionCookies', false);
}

/** Whether what is on disk is sealed with a key from the system's key store. */
export function encryptsStorage(): boolean {
  return vscode.workspace.getConfiguration(section).get('storage.encrypt', true);
}

/** Our own proxy, else VS Code's; `http.proxySupport` `off` means that VS Code's is not for extensions. */
function proxyInForce(
  ours: vscode.WorkspaceConfiguration,
  editor: vscode.WorkspaceConfiguration,
): { readonly value: string; readonly origin: string } | undefined {
  const own = ours.get('proxy', '').trim();
  if (own !== '') return { value: own, origin: `${section}.proxy` };
  const shared = editor.get('http.proxySupport') === 'off' ? '' : editor.get('http.proxy', '').trim();
  return shared === '' ? undefined : { value: shared, origin: 'http.proxy' };
}

/** Of our setting and of the other tools', with whole paths. None in a folder that is not trusted. */
function certificatesInForce(file: vscode.Uri): CertificatesByHost {
  const read = settingInForce<unknown>('tls.clientCertificates', {}, file).value;
  const found = Object.entries(clientCertificates(read) ?? {});
  const whole = (one: string | undefined): string | undefined => one && wholePath(one, file);
  return Object.fromEntries(
    found.map(([host, given]): [string, ClientCertificate] => {
      if (typeof given === 'string' || Array.isArray(given)) return [host, given];
      if ('pfx' in given) return [host, { ...given, pfx: wholePath(given.pfx, file) }];
      if (!('certificate' in given)) return [host, given];
      const { certificate, key, passphrase } = given;
      return [host, { certificate: wholePath(certificate, file), key: whole(key), passphrase }];
    }),
  );
}

/** Settings count paths from the folder that is open around a file. */
function wholePath(written: string, file: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath ?? path.dirname(file.fsPath);
  return path.resolve(folder, written);
}
