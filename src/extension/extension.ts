/**
 * The extension as a list of what is wired. Activation starts the language server and registers lenses, commands,
 * the sidebar and the status bar; what sends requests is loaded when something is first prepared or sent.
 */
import type * as vscode from 'vscode';
import { environmentsOfDocument, type EnvironmentChoice } from '../language/protocol.ts';
import { registerCodeLenses } from './editor/lenses/codeLenses.ts';
import { registerCommands } from './editor/commands/index.ts';
import { createTokenList, type TokenList } from './editor/auth/tokenList.ts';
import { createTokens } from './editor/auth/tokens.ts';
import { createTokensView } from './editor/auth/tokensView.ts';
import { createCoexistence } from './editor/settings/coexistence.ts';
import { createContextKeys } from './editor/contextKeys.ts';
import { createCookieForm } from './editor/cookies/cookieForm.ts';
import { createDeletedCookies } from './editor/sessions/deletedCookies.ts';
import { createEnvironments, type Environments } from './editor/environments/environments.ts';
import { createExchanges, type Exchanges } from './editor/sending/exchanges.ts';
import { createKnowledge } from './editor/language/knowledge.ts';
import { createLanguageClient } from './editor/language/languageClient.ts';
import { registerOtherLanguages } from './editor/language/otherLanguages.ts';
import { registerPasteCurl } from './editor/language/pasteCurl.ts';
import { createToldDocuments } from './editor/language/toldDocuments.ts';
import { createOutlines } from './editor/lenses/outlines.ts';
import { registerGutterIcons } from './editor/lenses/gutterIcons.ts';
import { registerTestDiagnostics } from './editor/lenses/testDiagnostics.ts';
import { registerUnparsedScripts } from './editor/lenses/unparsedScripts.ts';
import { registerUntrustedScripts } from './editor/lenses/untrustedScripts.ts';
import { createExchangePanels, type ExchangePanels } from './editor/panel/exchangePanels.ts';
import { createHopPages } from './editor/panel/hopPages.ts';
import { createPanelActions } from './editor/panel/panelActions.ts';
import { createHistories, type Histories } from './editor/history/histories.ts';
import { createHistoryRecorder } from './editor/history/historyRecorder.ts';
import { registerExchangeDocuments } from './editor/history/exchangeDocuments.ts';
import { createPerson } from './editor/sending/person.ts';
import { createNeededRequests } from './editor/sending/runs/neededRequests.ts';
import { createSender, type Sender } from './editor/sending/sender.ts';
import { createDefaultsFiles } from './editor/sessions/defaultsFiles.ts';
import { registerDefaultsProblems } from './editor/sessions/defaultsProblems.ts';
import { createFolderSecrets } from './editor/sessions/folderSecrets.ts';
import { createKeptCookies } from './editor/sessions/keptCookies.ts';
import { createSessions, type Sessions } from './editor/sessions/sessions.ts';
import { dialectSetting } from './editor/settings/settings.ts';
import { createHttpTests, type HttpTests } from './editor/testing/httpTests.ts';
import { createSettingsDocuments, declaredSettings } from './editor/settings/settingsDocuments.ts';
import { createWorkspaceStorage } from './editor/storage/workspaceStorage.ts';
import { createHistoryView } from './editor/views/historyView.ts';
import { createStatusBar } from './editor/statusBar.ts';
import { createSessionsView } from './editor/views/sessionsView.ts';
import { registerWalkthrough } from './editor/welcome/walkthrough.ts';

/** For the tests inside VS Code only; no promise to other extensions. */
export interface TestApi {
  readonly exchanges: Exchanges;
  readonly sessions: Sessions;
  readonly environments: Environments;
  readonly sender: Sender;
  readonly panels: ExchangePanels;
  readonly histories: Histories;
  readonly tokens: TokenList;
  readonly tests: HttpTests;
  /** The sessions as another window of the folders would have them. */
  readonly reopenSessions: () => Sessions;
}

/** Writes what still waits to be written. */
let finish: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): TestApi {
  const outlines = createOutlines(dialectSetting);
  const exchanges = createExchanges();
  const storage = createWorkspaceStorage(context.globalStorageUri, context.secrets);
  const defaultsFiles = createDefaultsFiles();
  const openSessions = (): Sessions =>
    createSessions({
      state: context.workspaceState,
      kept: createKeptCookies(storage),
      files: defaultsFiles,
      secrets: createFolderSecrets(context.secrets),
    });
  const sessions = openSessions();
  const client = createLanguageClient(context.extensionUri);
  const environments = createEnvironments(context.workspaceState, {
    onDidLearn: client.onDidStart,
    choicesFor: async (file) =>
      (await client.ask<EnvironmentChoice[]>(environmentsOfDocument, { uri: file.toString() })) ?? [],
  });
  const knowledge = createKnowledge({
    exchanges,
    environments,
    tell: (method, message) => {
      client.tell(method, message);
    },
  });
  const tokenList = createTokenList(context.secrets, context.workspaceState);
  const tokens = createTokens(tokenList);
  const tokensView = createTokensView(tokenList);
  const histories = createHistories({ storage, exchanges });
  const recorder = createHistoryRecorder(exchanges, histories);
  const needed = createNeededRequests(context.workspaceState);
  const sender = createSender({
    outlines,
    exchanges,
    sessions,
    environments,
    needed,
    person: createPerson(context.workspaceState),
    tokens,
    storage: context.globalStorageUri,
    open: (file, title) => {
      panels.open(file, title);
    },
    show: (entry, tab) => {
      panels.show(entry, tab);
    },
    focus: (file) => {
      panels.focus(file);
    },
  });
  const hops = createHopPages(sender, exchanges, sessions);
  const panels: ExchangePanels = createExchangePanels({
    extensionUri: context.extensionUri,
    state: context.globalState,
    workspaceState: context.workspaceState,
    exchanges,
    histories,
    actions: createPanelActions(sender, exchanges, hops),
  });
  const coexistence = createCoexistence();
  const deleted = createDeletedCookies();
  const cookieForm = createCookieForm(context.extensionUri);
  const told = createToldDocuments(client);
  const view = createSessionsView(sessions, deleted);
  const historyView = createHistoryView(histories);
  const settings = createSettingsDocuments(sessions, declaredSettings(context.extension.packageJSON));
  const tests = createHttpTests({ outlines, exchanges, environments, sender });
  finish = async () => {
    await Promise.all([recorder.finish(), sessions.finish()]);
  };

  context.subscriptions.push(
    client,
    storage,
    hops,
    knowledge,
    told,
    registerOtherLanguages(client, told),
    registerPasteCurl(),
    registerCodeLenses(outlines, exchanges, coexistence),
    registerTestDiagnostics(exchanges),
    registerUntrustedScripts(outlines),
    registerUnparsedScripts(outlines),
    registerGutterIcons(outlines, exchanges),
    registerCommands({
      sender,
      needed,
      exchanges,
      sessions,
      environments,
      panels,
      outlines,
      view,
      deleted,
      cookieForm,
      histories,
      historyView,
      settings,
      tests,
      tokens,
      tokenList,
      tokensView,
    }),
    createContextKeys({ exchanges, histories, outlines, panels, deleted, sessions }),
    createStatusBar({ exchanges, sessions, environments, outlines, panels }),
    tests,
    registerExchangeDocuments(histories),
    registerWalkthrough(),
    view,
    historyView,
    tokensView,
    tokenList,
    recorder,
    histories,
    deleted,
    cookieForm,
    panels,
    sender,
    exchanges,
    sessions,
    coexistence,
    defaultsFiles,
    registerDefaultsProblems(defaultsFiles),
    environments,
  );
  return {
    exchanges,
    sessions,
    environments,
    sender,
    panels,
    histories,
    tests,
    tokens: tokenList,
    reopenSessions: openSessions,
  };
}

/** VS Code waits for it, for a few seconds. */
export function deactivate(): Promise<void> | undefined {
  return finish?.();
}
