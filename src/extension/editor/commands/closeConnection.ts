/** Closes the selected connections, whatever they are doing. */
import { nodesOf, type Command } from './command.ts';

export const closeConnection: Command = {
  id: 'httpSessions.closeConnection',
  run(context, ...values) {
    for (const { owner, connection } of nodesOf(context, values, 'connection')) {
      owner.session.closeConnection(connection.id);
    }
  },
};
