/** Sends the same bytes as last time, whatever the file says now. */
import { entryOf, targetOf, type Command } from './command.ts';

export const sendAgain: Command = {
  id: 'httpSessions.sendAgain',
  run(context, ...values) {
    const entry = entryOf(context, values);
    if (entry !== undefined) return context.sender.sendAgain(entry.exchange.id);
    // What was never sent cannot be repeated; the key still does what people mean by it.
    const target = targetOf(context, values);
    return target && context.sender.send(target.file, target.line);
  },
};
