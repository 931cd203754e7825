/**
 * Does what the Request tab asks for besides editing and sending. The panel has checked that the exchange is one of
 * the page's file; what fails is told in a sentence.
 */
import * as vscode from 'vscode';
import type { RequestMessage } from '../../webview/requestMessages.ts';
import type { Sender } from '../sending/sender.ts';

const copyCommands = {
  curl: 'httpSessions.copyCurl',
  curlPowerShell: 'httpSessions.copyCurlPowerShell',
  curlCmd: 'httpSessions.copyCurlCmd',
  python: 'httpSessions.copyPython',
  fetch: 'httpSessions.copyFetch',
  http: 'httpSessions.copyHttp',
} as const;

export function createRequestActions(sender: Sender): (message: RequestMessage) => void {
  return (message) => {
    const { exchangeId: id } = message;
    switch (message.type) {
      case 'copyAs':
        void vscode.commands.executeCommand(copyCommands[message.format], id);
        return;
      case 'copyToFile':
        void vscode.commands.executeCommand('httpSessions.copyEditToFile', id);
        return;
      case 'updateDraft':
        sender.update(id).catch(tell);
        return;
      case 'keepDraft':
        sender.keep(id);
        return;
      case 'showCookies':
        void vscode.commands.executeCommand('httpSessions.sessions.focus');
        return;
      case 'showDefault':
        void vscode.commands.executeCommand('httpSessions.editDefault', id, message.header);
        return;
      case 'editBodyInFile':
        void vscode.commands.executeCommand('httpSessions.editBodyInFile', id);
    }
  };
}

function tell(error: unknown): void {
  void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
}
