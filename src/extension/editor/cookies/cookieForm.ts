/**
 * The form for one cookie, in a webview panel of its own: one at a time, reused for the next cookie. The draft is kept
 * here, so that a hidden page loses nothing; what can be kept is decided by the core. Commands and the exchange panel
 * open it.
 */
import * as vscode from 'vscode';
import { createHostChannel, type HostChannel, type PageRequestHandlers } from '../../webview/channel.ts';
import type { CookieFields } from '../../webview/cookieForm.ts';
import { createPageHtml } from '../../webview/pageHtml.ts';
import type { FromPage } from '../../webview/protocol.ts';
import { pageRequests, type PageMethod } from '../../webview/schema.ts';
import type { Cookie } from '../../http/index.ts';
import type { Disposable } from '../disposable.ts';
import { randomNonce } from '../panel/nonce.ts';
import { localizedPageStrings } from '../panel/pageTexts.ts';
import { loadEngine, type Engine } from '../sending/loadEngine.ts';
import type { NamedSession } from '../sessions/sessions.ts';
import { masksSecrets } from '../settings/settings.ts';
import { isAllowed } from '../trust/trust.ts';
import { cookieOf, fieldsOf, isSameCookie, newFields, verdictOn, type FormContext } from './cookieFields.ts';
import { replaceCookie } from './cookieEdits.ts';

export const cookieFormType = 'httpSessions.cookie';

export interface CookieForm extends Disposable {
  /** Shows the form for a cookie of a session. */
  edit(owner: NamedSession, cookie: Cookie): Promise<void>;
  /** Shows an empty form; `domain` is the first guess. */
  add(owner: NamedSession, domain: string): Promise<void>;
}

/** What the form is about now. */
interface Subject {
  readonly owner: NamedSession;
  readonly before: Cookie | undefined;
  readonly fields: CookieFields;
}

export function createCookieForm(extensionUri: vscode.Uri): CookieForm {
  const built = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  let panel: vscode.WebviewPanel | undefined;
  let channel: HostChannel | undefined;
  let subject: Subject | undefined;
  let engine: Engine | undefined;

  async function open(next: Subject): Promise<void> {
    engine = await loadEngine();
    subject = next;
    if (panel === undefined) {
      panel = createPanel();
    } else {
      panel.reveal(undefined, false);
      post();
    }
    panel.title =
      next.before === undefined ? vscode.l10n.t('New Cookie') : vscode.l10n.t('Cookie {0}', next.before.name);
  }

  function createPanel(): vscode.WebviewPanel {
    const created = vscode.window.createWebviewPanel(cookieFormType, '', vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [built],
    });
    const { webview } = created;
    const key = randomNonce();
    channel = createHostChannel(
      {
        key,
        post: (message) => void webview.postMessage(message),
        onMessage: (listener) => {
          const subscription = webview.onDidReceiveMessage(listener);
          return () => void subscription.dispose();
        },
      },
      refusedRequests(),
      take,
    );
    webview.html = createPageHtml({
      nonce: key,
      cspSource: webview.cspSource,
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(built, 'cookieForm.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(built, 'style.css')).toString(),
      locale: vscode.env.language,
    });
    created.onDidDispose(() => {
      channel?.dispose();
      channel = undefined;
      panel = undefined;
      subject = undefined;
    });
    return created;
  }

  function take(message: FromPage): void {
    if (message.type === 'ready') {
      post();
      return;
    }
    if (subject === undefined) return;
    switch (message.type) {
      case 'checkCookie':
        subject = { ...subject, fields: message.fields };
        channel?.post({
          type: 'cookieVerdict',
          revision: message.revision,
          verdict: verdictOn(message.fields, contextOf(subject)),
        });
        return;
      case 'saveCookie':
        save(subject, message.fields);
        return;
      case 'copySetCookie':
        copy(subject, message.fields);
        return;
      case 'closeCookieForm':
        panel?.dispose();
        return;
      default:
      // The rest belongs to the exchange panel.
    }
  }

  /** A page that is new, or was hidden, gets the draft as it is. */
  function post(): void {
    if (subject === undefined) return;
    const { owner, before, fields } = subject;
    const { t } = vscode.l10n;
    channel?.post({
      type: 'cookieForm',
      strings: localizedPageStrings(),
      locale: vscode.env.language,
      title:
        before === undefined
          ? t('New cookie · session {0}', owner.name)
          : t('Edit cookie · session {0}', owner.name),
      fields,
      masked: masksSecrets(),
      verdict: verdictOn(fields, contextOf(subject)),
    });
  }

  function save({ owner, before }: Subject, fields: CookieFields): void {
    const context = contextOf({ owner, before, fields });
    if (verdictOn(fields, context).problem !== undefined) return;
    replaceCookie(owner.session.cookies, before, cookieOf(fields, context));
    panel?.dispose();
  }

  function copy({ owner, before }: Subject, fields: CookieFields): void {
    const context = contextOf({ owner, before, fields });
    if (verdictOn(fields, context).problem !== undefined || !isAllowed('revealSecrets')) return;
    void vscode.env.clipboard.writeText(context.core.setCookieLine(cookieOf(fields, context)));
  }

  function contextOf({ owner, before }: Subject): FormContext {
    // `open` has loaded it before there was anything to show.
    if (engine === undefined) throw new Error('The form was opened without the engine.');
    const others = owner.session.cookies.list();
    return {
      core: engine,
      before,
      others: before === undefined ? others : others.filter((one) => !isSameCookie(one, before)),
      masked: masksSecrets(),
      now: Date.now(),
      t: vscode.l10n.t,
    };
  }

  return {
    edit: (owner, cookie) =>
      open({ owner, before: cookie, fields: fieldsOf(cookie, !isAllowed('revealSecrets')) }),
    add: (owner, domain) => open({ owner, before: undefined, fields: newFields(domain) }),
    dispose() {
      panel?.dispose();
    },
  };
}

/** This page asks for nothing that the exchange panel answers. */
function refusedRequests(): PageRequestHandlers {
  const refused = (): Promise<never> =>
    Promise.reject(new Error(vscode.l10n.t('This page cannot ask for that.')));
  // Every method is among the keys of the schema.
  const all = Object.fromEntries(Object.keys(pageRequests).map((method) => [method, refused]));
  return all as Record<PageMethod, typeof refused>;
}
