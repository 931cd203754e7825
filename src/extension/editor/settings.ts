/**
 * The one place where settings are read. What the manifest declares under `httpSessions.` is read here and
 * nowhere else, for the place it applies to; nothing is cached, so that a change counts from the next use.
 * Restricted settings come without the workspace's values while the folder is not trusted: VS Code sees to it.
 */
import * as vscode from 'vscode';
import { readDialect, type Dialect, type EnvironmentSource } from '../../language/semantics/index.ts';
import { matchesAny } from './environments/namePatterns.ts';

export const section = 'httpSessions';

/** How a request is sent from a file; times in seconds, 0 waits for ever. */
export interface SendSettings {
  readonly verify: boolean;
  readonly connectTimeout: number;
  readonly readTimeout: number;
  readonly followRedirects: boolean;
  readonly maxRedirects: number;
  /** The proxy of our settings, else VS Code's own; undefined leaves it to the environment's variables. */
  readonly proxy: string | undefined;
  /** Hosts that are reached without a proxy. */
  readonly noProxy: readonly string[];
}

export function sendSettings(file: vscode.Uri): SendSettings {
  const ours = vscode.workspace.getConfiguration(section, file);
  const editor = vscode.workspace.getConfiguration(undefined, file);
  return {
    verify: ours.get('tls.verify', true),
    connectTimeout: ours.get('timeout.connect', 30),
    readTimeout: ours.get('timeout.read', 0),
    followRedirects: ours.get('redirects.follow', true),
    maxRedirects: ours.get('redirects.max', 30),
    proxy: firstText(ours.get('proxy', ''), editorProxy(editor)),
    noProxy: [...ours.get<string[]>('noProxy', []), ...editor.get<string[]>('http.noProxy', [])],
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

/** `http.proxySupport` `off` means that VS Code's proxy is not for extensions. */
function editorProxy(editor: vscode.WorkspaceConfiguration): string {
  return editor.get('http.proxySupport') === 'off' ? '' : editor.get('http.proxy', '');
}

function firstText(...values: readonly string[]): string | undefined {
  return values.find((value) => value.trim() !== '')?.trim();
}
