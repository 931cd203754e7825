/** Every command of the extension, and how they are registered. The manifest declares the same ones. */
import * as vscode from 'vscode';
import { cancel } from './cancel.ts';
import { cancelAll } from './cancelAll.ts';
import { forgetCertificates, trustCertificate } from './certificates.ts';
import { clearSession } from './clearSession.ts';
import { closeConnection } from './closeConnection.ts';
import { closeConnections } from './closeConnections.ts';
import type { Command, CommandContext } from './command.ts';
import { compareWithFile } from './compareWithFile.ts';
import { copyBody } from './copyBody.ts';
import { cookieCommands } from './cookieCommands.ts';
import { cookieTexts } from './cookieTexts.ts';
import { copyEditToFile } from './copyEditToFile.ts';
import { copyRequest } from './copyRequest.ts';
import { defaultsCommands } from './defaultsCommands.ts';
import { deleteCookie } from './deleteCookie.ts';
import { editBodyInFile } from './editBodyInFile.ts';
import { environmentCommands } from './environmentCommands.ts';
import { findInBody } from './findInBody.ts';
import { focusEditor } from './focusEditor.ts';
import { focusResponse } from './focusResponse.ts';
import { historyCommands, withOpenedRow } from './historyCommands.ts';
import { openBody } from './openBody.ts';
import { pasteCurl } from './pasteCurl.ts';
import { prepare } from './prepare.ts';
import { revealCookie } from './revealCookie.ts';
import { runCommands } from './runCommands.ts';
import { saveBody } from './saveBody.ts';
import { send } from './send.ts';
import { sendAgain } from './sendAgain.ts';
import { sendBeside } from './sendBeside.ts';
import { sendPrepared } from './sendPrepared.ts';
import { sessionCommands } from './sessionCommands.ts';
import { showExchange } from './showExchange.ts';
import { showPlace } from './showPlace.ts';
import { showSettings } from './showSettings.ts';
import { showTests } from './showTests.ts';
import { switchSession } from './switchSession.ts';
import { tokenCommands } from './tokenCommands.ts';
import { undoDeleteCookie } from './undoDeleteCookie.ts';

export const commands: readonly Command[] = [
  send,
  prepare,
  sendPrepared,
  sendAgain,
  sendBeside,
  ...runCommands,
  compareWithFile,
  cancel,
  cancelAll,
  showExchange,
  showPlace,
  showSettings,
  showTests,
  focusEditor,
  focusResponse,
  saveBody,
  copyBody,
  openBody,
  ...findInBody,
  ...copyRequest,
  copyEditToFile,
  editBodyInFile,
  pasteCurl,
  ...environmentCommands,
  switchSession,
  ...cookieCommands,
  ...cookieTexts,
  ...sessionCommands,
  ...defaultsCommands,
  revealCookie,
  deleteCookie,
  undoDeleteCookie,
  clearSession,
  closeConnection,
  closeConnections,
  trustCertificate,
  forgetCertificates,
  ...historyCommands,
  ...tokenCommands,
];

export function registerCommands(context: CommandContext): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map((command) =>
      vscode.commands.registerCommand(command.id, async (...values: readonly unknown[]) =>
        historyCommands.includes(command)
          ? command.run(context, ...values)
          : command.run(context, ...(await withOpenedRow(context, values))),
      ),
    ),
  );
}
