/** Ends one running request; what has arrived of it is kept. */
import { isRunning } from '../labels.ts';
import { entryOf, type Command } from './command.ts';

export const cancel: Command = {
  id: 'httpSessions.cancel',
  run(context, ...values) {
    const entry = entryOf(context, values);
    if (entry !== undefined && isRunning(entry.exchange)) entry.cancel();
    // The caret may have moved on while the only running request is meant.
    else if (values.length === 0 && context.exchanges.running().length === 1)
      context.exchanges.running()[0]?.cancel();
  },
};
