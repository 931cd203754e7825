/**
 * What the page may do, in terms of the sender and the commands. Nothing here trusts more of the page than that it
 * named an exchange of its own file, which the panel has checked.
 */
import * as vscode from 'vscode';
import { reveal } from '../commands/focusEditor.ts';
import type { Exchanges } from '../sending/exchanges.ts';
import type { Sender } from '../sending/sender.ts';
import type { PanelActions } from './exchangePanel.ts';
import type { HopPages } from './hopPages.ts';
import { createRequestActions } from './requestActions.ts';

export function createPanelActions(sender: Sender, exchanges: Exchanges, hops: HopPages): PanelActions {
  const run = (command: string, id: string): void => {
    void vscode.commands.executeCommand(`httpSessions.${command}`, id);
  };
  return {
    edit: (id, edit) => sender.edit(id, edit),
    send: (id, edit, force) => sender.sendDraft(id, edit, force),
    sendAgain: (id) => void sender.sendAgain(id),
    cancel: (id) => exchanges.get(id)?.cancel(),
    extend: (id) => exchanges.get(id)?.extend?.(),
    trustCertificate: (id) => {
      run('trustCertificate', id);
    },
    reset: (id) => {
      sender.reset(id);
    },
    request: createRequestActions(sender),
    hops,
    saveBody: (id) => {
      run('saveBody', id);
    },
    copyBody: (id) => {
      run('copyBody', id);
    },
    openBody: (id) => {
      run('openBody', id);
    },
    compare: (id) => {
      run('compare', id);
    },
    goToLine: (id, line) => {
      const file = exchanges.get(id)?.file;
      if (file !== undefined) void reveal({ file, line: line - 1 });
    },
    focusEditor: () => void vscode.commands.executeCommand('httpSessions.focusEditor'),
  };
}
