/** Shows an exchange in its file's panel: what the result above a request leads to. */
import { entryOf, type Command } from './command.ts';

export const showExchange: Command = {
  id: 'httpSessions.showExchange',
  run(context, ...values) {
    const entry = entryOf(context, values);
    if (entry !== undefined) context.panels.show(entry, 'response');
  },
};
