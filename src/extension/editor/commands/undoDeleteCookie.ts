/** Brings back the cookies that were deleted a moment ago. */
import type { Command } from './command.ts';

export const undoDeleteCookie: Command = {
  id: 'httpSessions.undoDeleteCookie',
  run: ({ deleted }) => {
    deleted.undo();
  },
};
