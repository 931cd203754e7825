/** Drops tokens of the sidebar, and gets new ones in their place. */
import * as vscode from 'vscode';
import type { ListedToken } from '../auth/tokenList.ts';
import type { Command, CommandContext } from './command.ts';

export const tokenCommands: readonly Command[] = [
  {
    id: 'httpSessions.dropToken',
    async run(context, ...values) {
      for (const { key } of tokensOf(context, values)) await context.tokenList.drop(key);
    },
  },
  {
    id: 'httpSessions.renewToken',
    async run(context, ...values) {
      for (const token of tokensOf(context, values)) await renew(token, context);
    },
  },
];

/** All selected rows when the clicked one is among them. */
function tokensOf({ tokensView }: CommandContext, values: readonly unknown[]): readonly ListedToken[] {
  const clicked = values[0] as ListedToken | undefined;
  const { selection } = tokensView;
  return clicked === undefined || selection.some(({ key }) => key === clicked.key) ? selection : [clicked];
}

async function renew({ key, id }: ListedToken, { tokens, tokenList }: CommandContext): Promise<void> {
  try {
    if (await tokens.renew(key)) return;
    await tokenList.drop(key);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The token {0} was dropped. The next request that wants it gets a new one.', id),
    );
  } catch (error) {
    // Its message is for people and holds no secret.
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}
