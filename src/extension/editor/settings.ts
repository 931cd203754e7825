/**
 * The one place where settings are read. What the manifest declares under `httpSessions.` is read here and
 * nowhere else, for the place it applies to; nothing is cached, so that a change counts from the next use.
 * Restricted settings come without the workspace's values while the folder is not trusted: VS Code sees to it.
 */
import * as vscode from 'vscode';
import { readDialect, type Dialect, type EnvironmentSource } from '../../language/semantics/index.ts';
import type { Limits } from '../http/index.ts';
import type { HistoryLimits } from '../runner/index.ts';
import { matchesAny } from './environments/namePatterns.ts';

export const section = 'httpSessions';

/** How a request is sent from a file; times in seconds, 0 waits for ever. */
export interface SendSettings {
  readonly verify: boolean;
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
}

export function sendSettings(file: vscode.Uri): SendSettings {
  const ours = vscode.workspace.getConfiguration(section, file);
  const editor = vscode.workspace.getConfiguration(undefined, file);
  return {
    verify: ours.get('tls.verify', true),
    connectTimeout: ours.get('timeout.connect', 30),
    readTimeout: ours.get('timeout.read', 0),
    totalTimeout: ours.get('timeout.total', 0),
    followRedirects: ours.get('redirects.follow', true),
    maxRedirects: ours.get('redirects.max', 30),
    proxy: firstText(ours.get('proxy', ''), editorProxy(editor)),
    noProxy: [...ours.get<string[]>('noProxy', []), ...editor.get<string[]>('http.noProxy', [])],
    limits: {
      headerBytes: ours.get('limits.headerBytes', 256 * 1024),
      headerFields: ours.get('limits.headerFields', 1000),
      informational: ours.get('limits.informational', 100),
      encodings: ours.get('limits.encodings', 5),
      bodyBytes: ours.get('limits.bodyBytes', 512 * 1024 * 1024) || Infinity,
    },
  };
}

export interface LensSettings {
  readonly enabled: boolean;
  /** Whether the last result stands beside the actions. */
  readonly result: boolean;
}

export function lensSettings(file: vscode.Uri): LensSettings {
  const ours = vscode.workspace.getConfiguration(section, file);
  return { enabled: ours.get('lens.enabled', true), result: ours.get('lens.result', true) };
}

export function defaultSession(file: vscode.Uri): string {
  return (
    vscode.workspace.getConfiguration(section, file).get<string>('defaultSession', 'default') || 'default'
  );
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
  const ours = vscode.workspace.getConfiguration(section, file);
  return matchesAny(environment, ours.get<string[]>('environment.protected', ['prod*']));
}

export interface ResponseSettings {
  readonly openTo: 'lastPlace' | 'beside' | 'active';
  readonly takeFocus: boolean;
}

export function responseSettings(): ResponseSettings {
  const ours = vscode.workspace.getConfiguration(section);
  return {
    openTo: ours.get('response.openTo', 'lastPlace'),
    takeFocus: ours.get('response.takeFocus', false),
  };
}

/** Events of one body that can be looked at as events; older ones are in the raw body. */
export function keptEvents(): number {
  return vscode.workspace.getConfiguration(section).get('stream.keepEvents', 10_000);
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
  const ours = vscode.workspace.getConfiguration(section);
  const mebibytes = (key: string, unset: number): number =>
    Math.max(0, Math.floor(ours.get(key, unset) * 1024 * 1024));
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
    count: ours.get('history.limit', 500),
    days: ours.get('history.days', 30),
    bodyBytes: ours.get('body.storeLimit', 1024) * 1024 * 1024,
  };
}

/** Whether cookies without an expiry stay when the last window of a folder is closed. */
export function keepsSessionCookies(folder: vscode.Uri | undefined): boolean {
  return vscode.workspace.getConfiguration(section, folder).get('cookies.keepSessionCookies', false);
}
/** Whether requests that another one needs are sent before it. */
export type NeededPolicy = 'ask' | 'always' | 'never';

export function neededPolicy(file: vscode.Uri): NeededPolicy {
  return vscode.workspace.getConfiguration(section, file).get('send.neededRequests', 'ask');
}


/** Whether what is on disk is sealed with a key from the system's key store. */
export function encryptsStorage(): boolean {
  return vscode.workspace.getConfiguration(section).get('storage.encrypt', true);
}

/** `http.proxySupport` `off` means that VS Code's proxy is not for extensions. */
function editorProxy(editor: vscode.WorkspaceConfiguration): string {
  return editor.get('http.proxySupport') === 'off' ? '' : editor.get('http.proxy', '');
}

function firstText(...values: readonly string[]): string | undefined {
  return values.find((value) => value.trim() !== '')?.trim();
}
