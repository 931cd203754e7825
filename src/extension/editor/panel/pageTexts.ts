/**
 * The page's texts in the user's language. The English texts are in the webview's `strings.ts`, because the page
 * falls back to them; here each is looked up in the bundle of translations by its English form.
 */
import * as vscode from 'vscode';
import type { Strings } from '../../webview/protocol.ts';
import { pageStrings } from '../../webview/strings.ts';

export function localizedPageStrings(): Strings {
  // `l10n.t` without values leaves `{0}` in place, for the page to fill.
  return Object.fromEntries(Object.entries(pageStrings).map(([key, text]) => [key, vscode.l10n.t(text)]));
}
