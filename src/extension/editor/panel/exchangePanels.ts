/**
 * Which file has which panel: opens one beside the file at the first click, reuses it where the user put it, takes
 * it back after the window was reloaded, and knows the one in front. Opening never takes the focus from the editor. What a panel shows is `exchangePanel.ts`.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { PageTab } from '../../webview/protocol.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { responseSettings } from '../settings.ts';
import { createExchangePanel, panelType, type ExchangePanel, type PanelActions } from './exchangePanel.ts';
import { createPanelMemory, exchangeIdOf } from './panelMemory.ts';

export interface ExchangePanelsOptions {
  readonly extensionUri: vscode.Uri;
  /** Remembers the editor group that panels were in; not synced. */
  readonly state: vscode.Memento;
  /** Remembers which panels are open. */
  readonly workspaceState: vscode.Memento;
  readonly exchanges: Exchanges;
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
  const { exchanges } = options;
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

  /** Makes a panel of VS Code's the panel of a file. */
  function adopt(file: vscode.Uri, panel: vscode.WebviewPanel): ExchangePanel {
    const key = file.toString();
    const created = createExchangePanel({
      ...options,
      file,
      panel,
      onDidFind: (visible) => {
        finding = visible;
        changes.fire();
      },
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

  /** A panel of the window before: it shows its exchange if that is still known, else that there is none. */
  function restore(panel: vscode.WebviewPanel, pageState: unknown): void {
    const uri = memory.fileOf(pageState, (file) => panels.has(file));
    if (uri === undefined) {
      panel.dispose();
      return;
    }
    const file = vscode.Uri.parse(uri);
    panel.webview.options = pageOptions;
    const restored = adopt(file, panel);
    const entry = exchanges.ofFile(file).findLast(({ exchange }) => exchange.id === exchangeIdOf(pageState));
    if (entry === undefined) panel.title = path.posix.basename(file.path);
    else show(restored, entry.exchange.id, undefined);
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(panelType, {
    deserializeWebviewPanel: (panel, pageState: unknown) => {
      restore(panel, pageState);
      return Promise.resolve();
    },
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
