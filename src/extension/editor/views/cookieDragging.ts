/**
 * Cookies dragged onto another session are copied there. VS Code does not tell which keys are held, so moving is a
 * command of its own.
 */
import * as vscode from 'vscode';
import { copyCookies } from '../cookies/cookieEdits.ts';
import type { CookieNode, SessionNode } from './sessionNodes.ts';

const mimeType = 'application/vnd.code.tree.httpsessions.sessions';

export function createCookieDragging(): vscode.TreeDragAndDropController<SessionNode> {
  return {
    dragMimeTypes: [],
    dropMimeTypes: [mimeType],
    handleDrag(rows, data) {
      const cookies = rows.filter((row) => row.kind === 'cookie');
      if (cookies.length > 0) data.set(mimeType, new vscode.DataTransferItem(cookies));
    },
    handleDrop(target, data) {
      const rows = data.get(mimeType)?.value as readonly CookieNode[] | undefined;
      if (target === undefined || rows === undefined) return;
      const to = target.owner.session.cookies;
      for (const { owner, cookie } of rows) {
        copyCookies([cookie], { from: owner.session.cookies, to, move: false });
      }
    },
  };
}
