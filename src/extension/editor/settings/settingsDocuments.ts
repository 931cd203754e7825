/**
 * *Show Settings in Force*: a read-only document that lists every setting as it counts for a file, with where it comes
 * from, and follows when one changes. It collects; the words are in `settingsPage.ts`.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { sendSettings } from './settings.ts';
import { foreignSettings } from './foreignSettings.ts';
import { section, settingInForce } from './settingSources.ts';
import { settingsPage, type SettingRow } from './settingsPage.ts';

const scheme = 'http-sessions-settings';

export interface SettingsDocuments extends Disposable {
  /** Shows what counts for a file; without one, for the workspace. */
  show(file: vscode.Uri | undefined): Promise<void>;
}

/** `declared` are the ids of our settings, as the manifest has them. */
export function createSettingsDocuments(sessions: Sessions, declared: readonly string[]): SettingsDocuments {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const shown = new Set<string>();
  const changed = (): void => {
    for (const uri of shown) changes.fire(vscode.Uri.parse(uri));
  };
  const listeners = vscode.Disposable.from(
    changes,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changes.event,
      provideTextDocumentContent: ({ query }) => textFor(query === '' ? undefined : vscode.Uri.parse(query)),
    }),
    vscode.workspace.onDidChangeConfiguration(changed),
    vscode.workspace.onDidGrantWorkspaceTrust(changed),
    sessions.onDidChange(changed),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => shown.delete(uri.toString())),
  );

  function textFor(file: vscode.Uri | undefined): string {
    const folder = file && vscode.workspace.getWorkspaceFolder(file);
    const session = file && sessions.nameFor(file, undefined);
    const named = sessions.list().find((one) => one.name === session && one.folder === folder);
    const defaults = named === undefined ? [] : [...sessions.defaultsOf(named, file).values()];
    return settingsPage(
      {
        file: file && vscode.workspace.asRelativePath(file),
        trusted: vscode.workspace.isTrusted,
        settings: settingRows(declared, file),
        session,
        defaults: defaults.map(({ key, value, origin, line }) => ({
          key,
          value,
          origin: `${origin}:${line}`,
        })),
        proxies: proxyRows(file),
      },
      vscode.l10n.t,
    );
  }
  return {
    async show(file) {
      await sessions.openKept();
      const name = vscode.l10n.t('Settings in Force');
      const uri = vscode.Uri.from({ scheme, path: `/${name}.md`, query: file?.toString() ?? '' });
      shown.add(uri.toString());
      changes.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: true });
    },
    dispose() {
      listeners.dispose();
    },
  };
}

/** The ids of the settings in a manifest. */
export function declaredSettings(manifest: unknown): readonly string[] {
  const { properties } = (manifest as Manifest).contributes.configuration;
  return Object.keys(properties);
}

/** The part of ours that is read here. */
interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

function settingRows(declared: readonly string[], file: vscode.Uri | undefined): readonly SettingRow[] {
  const ours = declared.map((id) => id.slice(section.length + 1));
  const rows = ours.map((key): SettingRow => ({ key, ...settingInForce<unknown>(key, undefined, file) }));
  // What only other tools have a setting for is told when one of them says something.
  const others = Object.keys(foreignSettings)
    .filter((key) => !ours.includes(key))
    .map((key): SettingRow => ({ key, ...settingInForce<unknown>(key, undefined, file) }))
    .filter(({ origin }) => origin !== 'default');
  return [...rows, ...others];
}

/** What a session looks its proxies up in: the settings' first, else the variables'. */
function proxyRows(file: vscode.Uri | undefined): readonly SettingRow[] {
  const { proxy, noProxy, origins } = sendSettings(file ?? vscode.Uri.file('/'));
  const variables = Object.keys(process.env).filter(
    (name) => /^(?:https?|all)_proxy$/i.test(name) && process.env[name] !== '',
  );
  const chosen: readonly SettingRow[] =
    proxy === undefined
      ? variables.map((name) => ({ key: name, value: process.env[name], origin: vscode.l10n.t('variable') }))
      : [{ key: 'proxy', value: proxy, origin: origins.proxy }];
  if (chosen.length === 0) return [];
  const direct = [process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '', ...noProxy].filter(Boolean);
  return [
    ...chosen,
    { key: 'noProxy', value: direct.join(', '), origin: vscode.l10n.t('settings and variables') },
  ];
}
