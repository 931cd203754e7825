/**
 * Which file has which panel: opens one beside the file at the first click, reuses it where the user put it, takes
 * it back after the window was reloaded, and knows the one in front. Opening never takes the focus from the editor. What a panel shows is `exchangePanel.ts`.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { PageTab } from '../../webview/protocol.ts';
import type { Histories } from '../history/histories.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { responseSettings } from '../settings/settings.ts';
import { createExchangePanel, panelType, type ExchangePanel, type PanelActions } from './exchangePanel.ts';
import { createPanelMemory, exchangeIdOf } from './panelMemory.ts';

export interface ExchangePanelsOptions {
  readonly extensionUri: vscode.Uri;
  /** Remembers the editor group that panels were in; not synced. */
  readonly state: vscode.Memento;
  /** Remembers which panels are open. */
  readonly workspaceState: vscode.Memento;
  readonly exchanges: Exchanges;
  readonly histories: Histories;
  readonly actions: PanelActions;
}

export interface ExchangePanels extends Disposable {
  /** The panel with the focus or, without one, the panel in front; undefined when none is open. */
  readonly active: ExchangePanel | undefined;
  /** The panel in front, its exchange or its find box has changed. */
  readonly onDidChange: vscode.Event<void>;
  readonly isFinding: boolean;
  /** Opens or shows the file's panel; called at the click, before there is anything to show. */
  open(file: vscode.Uri, title: string): void;
  /** Puts an exchange into its file's panel, opening it when needed. */
  show(entry: ExchangeEntry, tab: PageTab | undefined): void;
  of(file: vscode.Uri): ExchangePanel | undefined;
  focus(file: vscode.Uri): void;
}

const placeKey = 'responseColumn';

export function createExchangePanels(options: ExchangePanelsOptions): ExchangePanels {
  const { histories } = options;
  const panels = new Map<string, ExchangePanel>();
  const memory = createPanelMemory(options.workspaceState);
  const pageOptions = {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(options.extensionUri, 'dist', 'webview')],
  };
  const changes = new vscode.EventEmitter<void>();
  let last: ExchangePanel | undefined;
  let finding = false;

  function newPanel(file: vscode.Uri, title: string): ExchangePanel {
    const place = { viewColumn: firstColumn(options.state), preserveFocus: true };
    return adopt(file, vscode.window.createWebviewPanel(panelType, title, place, pageOptions));
  }

  /** Makes a panel of VS Code's the panel of a file; its page waits for `content` before it draws anything. */
  function adopt(file: vscode.Uri, panel: vscode.WebviewPanel, content?: Promise<unknown>): ExchangePanel {
    const key = file.toString();
    const created = createExchangePanel({
      ...options,
      file,
      panel,
      content,
      onDidFind: (visible) => {
        finding = visible;
        changes.fire();
      },
      onDidShowState: () => changes.fire(),
    });
    panels.set(key, created);
    last = created;
    panel.onDidChangeViewState(() => {
      if (panel.active) last = created;
      remember(panel);
      changes.fire();
    });
    panel.onDidDispose(() => {
      panels.delete(key);
      memory.forget(key);
      if (last === created) last = undefined;
      finding = false;
      created.dispose();
      changes.fire();
    });
    changes.fire();
    return created;
  }

  function remember(panel: vscode.WebviewPanel): void {
    if (panel.viewColumn !== undefined && panel.viewColumn !== options.state.get(placeKey)) {
      void options.state.update(placeKey, panel.viewColumn);
    }
  }

  function open(file: vscode.Uri, title: string): ExchangePanel {
    const present = panels.get(file.toString());
    if (present?.panel.visible === false) present.panel.reveal(undefined, true);
    return present ?? newPanel(file, title);
  }

  function show(panel: ExchangePanel, id: string, tab: PageTab | undefined): void {
    panel.show(id, tab);
    memory.remember(panel.file.toString(), id);
    changes.fire();
  }

  /** A panel of the window before: it shows what it showed then, if the history still has it. */
  async function restore(panel: vscode.WebviewPanel, pageState: unknown): Promise<void> {
    panel.webview.options = pageOptions;
    const known = memory.fileOf(pageState, (file) => panels.has(file));
    const id = exchangeIdOf(pageState) ?? (known === undefined ? undefined : memory.lastOf(known));
    const finding = typeof id === 'string' ? histories.entry(id) : Promise.resolve(undefined);
    // At once, so that a click on Send meanwhile finds the panel; without a file it has to be found out first.
    const uri = known ?? (await finding)?.file.toString();
    if (uri === undefined || panels.has(uri)) {
      panel.dispose();
      return;
    }
    const file = vscode.Uri.parse(uri);
    panel.title = path.posix.basename(file.path);
    const restored = adopt(file, panel, finding);
    const entry = await finding;
    // The user may have sent something else by now.
    if (entry === undefined || restored.exchangeId !== undefined || panels.get(uri) !== restored) return;
    show(restored, entry.exchange.id, undefined);
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(panelType, {
    deserializeWebviewPanel: (panel, pageState: unknown) => restore(panel, pageState),
  });

  return {
    get active() {
      const inFront = [...panels.values()].find((one) => one.panel.active);
      return inFront ?? (last?.panel.visible === true ? last : undefined);
    },
    get isFinding() {
      return finding;
    },
    onDidChange: changes.event,
    open(file, title) {
      open(file, title);
    },
    show(entry, tab) {
      show(open(entry.file, ''), entry.exchange.id, tab);
    },
    of: (file) => panels.get(file.toString()),
    focus(file) {
      const panel = panels.get(file.toString());
      panel?.panel.reveal(undefined, false);
      panel?.perform('focusStatus');
    },
    dispose() {
      // The panels themselves stay: a window that comes back asks for them again.
      for (const panel of panels.values()) panel.dispose();
      serializer.dispose();
      changes.dispose();
    },
  };
}

function firstColumn(state: vscode.Memento): vscode.ViewColumn {
  const { openTo } = responseSettings();
  if (openTo === 'active') return vscode.ViewColumn.Active;
  const place = state.get<vscode.ViewColumn>(placeKey);
  const isOpen = vscode.window.tabGroups.all.some((group) => group.viewColumn === place);
  const active = vscode.window.tabGroups.activeTabGroup.viewColumn;
  // Where the file itself is now, a panel would cover it.
  return openTo === 'lastPlace' && place !== undefined && isOpen && place !== active
    ? place
    : vscode.ViewColumn.Beside;
}
