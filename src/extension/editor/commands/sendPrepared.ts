/** Sends what the panel shows. The page does it, because it has the edits of the moment. */
import type { Command } from './command.ts';

export const sendPrepared: Command = {
  id: 'httpSessions.sendPrepared',
  run({ panels }) {
    panels.active?.perform('send');
  },
};
