/**
 * Pasting a curl command into an .http file as the request that it sends. On a blank line the request is what is
 * pasted and the command one choice away; within other text it is the other way round. Where no request sends the
 * same bytes, nothing is offered and the command stays what it is, which can be sent as well.
 */
import * as vscode from 'vscode';
import { insertedRequests, requestsOfCurl } from '../../../language/semantics/index.ts';

const kind = vscode.DocumentDropOrPasteEditKind.Text.append('http', 'request');

export function registerPasteCurl(): vscode.Disposable {
  return vscode.languages.registerDocumentPasteEditProvider(
    { language: 'http' },
    {
      async provideDocumentPasteEdits(document, ranges, transfer) {
        const [range, ...others] = ranges;
        if (range === undefined || others.length > 0) return undefined;
        const text = requestsIn(document, range, (await transfer.get('text/plain')?.asString()) ?? '');
        if (text === undefined) return undefined;
        const edit = new vscode.DocumentPasteEdit(text, vscode.l10n.t('Paste as Request'), kind);
        const { isEmptyOrWhitespace } = document.lineAt(range.start);
        if (!isEmptyOrWhitespace) edit.yieldTo = [vscode.DocumentDropOrPasteEditKind.Text];
        return [edit];
      },
    },
    { pasteMimeTypes: ['text/plain'], providedPasteEditKinds: [kind] },
  );
}

/** What to insert in place of a range for a text that was copied; undefined when the text is no curl command. */
export function requestsIn(
  document: vscode.TextDocument,
  { start, end }: vscode.Range,
  copied: string,
): string | undefined {
  const requests = requestsOfCurl(copied);
  if (requests === undefined) return undefined;
  const text = document.getText();
  return insertedRequests(
    requests,
    text.slice(0, document.offsetAt(start)),
    text.slice(document.offsetAt(end)),
  );
}
