/** Shows or hides the values of the selected cookies. */
import { nodesOf, type Command } from './command.ts';

export const revealCookie: Command = {
  id: 'httpSessions.revealCookie',
  run(context, ...values) {
    for (const node of nodesOf(context, values, 'cookie')) context.view.toggleReveal(node);
  },
};
