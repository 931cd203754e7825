/**
 * One setting as it is in force: our own when somebody has set it, else the one of REST Client or httpYac that means the
 * same, else the default; and where it came from, so that a person can be told. Nothing is cached. What a folder that is
 * not trusted says about routes is left out by VS Code for our settings and here for those of others.
 */
import * as vscode from 'vscode';
import { foreignSettings } from './foreignSettings.ts';

export const section = 'httpSessions';

export interface SettingInForce<T> {
  readonly value: T;
  /** The id of the setting: `httpSessions.proxy`, `rest-client.followredirect`; `default` when nobody has set it. */
  readonly origin: string;
  /** Whose settings it is in; undefined for a default. */
  readonly scope: SettingScope | undefined;
}

export type SettingScope = 'user' | 'workspace' | 'folder';

/** The value of `httpSessions.<key>`, or of another tool in its place; `unset` is the default. */
export function settingInForce<T>(key: string, unset: T, file?: vscode.Uri): SettingInForce<T> {
  const ours = vscode.workspace.getConfiguration(section, file);
  const scope = scopeOf(ours.inspect(key));
  if (scope !== undefined) return { value: ours.get<T>(key, unset), origin: `${section}.${key}`, scope };
  for (const foreign of foreignSettings[key] ?? []) {
    const { tool, key: theirs } = foreign;
    const found = foreignValue(tool, theirs, file);
    const value = found === undefined ? undefined : foreign.read(found.value);
    // Its row says that what it reads is a value of ours.
    if (found !== undefined && value !== undefined) {
      return { value: value as T, origin: `${tool}.${theirs}`, scope: found.scope };
    }
  }
  return { value: ours.get<T>(key, unset), origin: 'default', scope: undefined };
}

/** Other tools whose settings count where ours are not set, by the names that people know. */
export function toolsInForce(): readonly string[] {
  const origins = Object.keys(foreignSettings).map((key) => settingInForce(key, undefined).origin);
  const environments = ['rest-client', 'httpyac'].filter((tool) => {
    const found = vscode.workspace.getConfiguration(tool).inspect('environmentVariables');
    return scopeOf(found) !== undefined;
  });
  const tools = new Set([...origins.map((origin) => origin.split('.', 1)[0] ?? ''), ...environments]);
  return [...(tools.has('rest-client') ? ['REST Client'] : []), ...(tools.has('httpyac') ? ['httpYac'] : [])];
}

/** Where a setting is written down; undefined when it is nowhere. */
export function scopeOf(
  found:
    | {
        readonly globalValue?: unknown;
        readonly workspaceValue?: unknown;
        readonly workspaceFolderValue?: unknown;
      }
    | undefined,
): SettingScope | undefined {
  // The settings of the only folder are those of the workspace, and VS Code gives them twice.
  const many = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  if (many && found?.workspaceFolderValue !== undefined) return 'folder';
  if (found?.workspaceValue !== undefined) return 'workspace';
  return found?.globalValue === undefined ? undefined : 'user';
}

/** Only what somebody wrote: the defaults of another tool are its own business. */
function foreignValue(
  tool: string,
  key: string,
  file: vscode.Uri | undefined,
): { readonly value: unknown; readonly scope: SettingScope } | undefined {
  const found = vscode.workspace.getConfiguration(tool, file).inspect(key);
  if (found === undefined) return undefined;
  const counted = vscode.workspace.isTrusted ? found : { globalValue: found.globalValue };
  const scope = scopeOf(counted);
  if (scope === undefined) return undefined;
  const { globalValue, workspaceValue, workspaceFolderValue } = found;
  const value = { user: globalValue, workspace: workspaceValue, folder: workspaceFolderValue }[scope];
  return value === null ? undefined : { value, scope };
}
