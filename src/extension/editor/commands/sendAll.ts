/** Sends every request of a file, one after the other. */
import { targetOf, type Command } from './command.ts';

export const sendAll: Command = {
  id: 'httpSessions.sendAll',
  run(context, ...values) {
    const target = targetOf(context, values);
    return target && context.sender.sendAll(target.file);
  },
};
