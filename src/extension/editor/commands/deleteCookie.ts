/** Deletes the selected cookies from their sessions; the next request goes without them. Can be undone for a while. */
import { nodesOf, type Command } from './command.ts';

export const deleteCookie: Command = {
  id: 'httpSessions.deleteCookie',
  run(context, ...values) {
    const rows = nodesOf(context, values, 'cookie');
    context.deleted.delete(rows.map(({ owner, cookie }) => ({ jar: owner.session.cookies, cookie })));
  },
};
