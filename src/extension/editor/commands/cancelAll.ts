/** Ends everything that runs. */
import type { Command } from './command.ts';

export const cancelAll: Command = {
  id: 'httpSessions.cancelAll',
  run({ sender }) {
    sender.cancelAll();
  },
};
