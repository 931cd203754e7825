/** Goes from a request to its file's panel. */
import { targetOf, type Command } from './command.ts';

export const focusResponse: Command = {
  id: 'httpSessions.focusResponse',
  run(context, ...values) {
    const target = targetOf(context, values);
    if (target !== undefined) context.panels.focus(target.file);
  },
};
