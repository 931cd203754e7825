/** Closes every connection of a session; its cookies stay. */
import { nodesOf, type Command } from './command.ts';

export const closeConnections: Command = {
  id: 'httpSessions.closeConnections',
  run(context, ...values) {
    const nodes = [...nodesOf(context, values, 'session'), ...nodesOf(context, values, 'connections')];
    for (const { owner } of nodes) {
      for (const { id } of owner.session.connections()) owner.session.closeConnection(id);
    }
  },
};
