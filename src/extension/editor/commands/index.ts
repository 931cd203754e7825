/** Every command of the extension, and how they are registered. The manifest declares the same ones. */
import * as vscode from 'vscode';
import { cancel } from './cancel.ts';
import { cancelAll } from './cancelAll.ts';
import { clearSession } from './clearSession.ts';
import { closeConnection } from './closeConnection.ts';
import { closeConnections } from './closeConnections.ts';
import type { Command, CommandContext } from './command.ts';
import { copyBody } from './copyBody.ts';
import { copyCookie } from './copyCookie.ts';
import { copyCurl } from './copyCurl.ts';
import { deleteCookie } from './deleteCookie.ts';
import { focusEditor } from './focusEditor.ts';
import { focusResponse } from './focusResponse.ts';
import { openBody } from './openBody.ts';
import { pasteCurl } from './pasteCurl.ts';
import { prepare } from './prepare.ts';
import { revealCookie } from './revealCookie.ts';
import { saveBody } from './saveBody.ts';
import { send } from './send.ts';
import { sendAgain } from './sendAgain.ts';
import { sendAll } from './sendAll.ts';
import { sendPrepared } from './sendPrepared.ts';
import { showExchange } from './showExchange.ts';
import { switchEnvironment } from './switchEnvironment.ts';
import { switchSession } from './switchSession.ts';
import { undoDeleteCookie } from './undoDeleteCookie.ts';

export const commands: readonly Command[] = [
  send,
  prepare,
  sendPrepared,
  sendAgain,
  sendAll,
  cancel,
  cancelAll,
  showExchange,
  focusEditor,
  focusResponse,
  saveBody,
  copyBody,
  openBody,
  copyCurl,
  pasteCurl,
  switchEnvironment,
  switchSession,
  copyCookie,
  revealCookie,
  deleteCookie,
  undoDeleteCookie,
  clearSession,
  closeConnection,
  closeConnections,
];

export function registerCommands(context: CommandContext): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map((command) =>
      vscode.commands.registerCommand(command.id, (...values: readonly unknown[]) =>
        command.run(context, ...values),
      ),
    ),
  );
}
