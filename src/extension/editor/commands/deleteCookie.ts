/** Deletes the selected cookies from their sessions; the next request goes without them. */
import { nodesOf, type Command } from './command.ts';

export const deleteCookie: Command = {
  id: 'httpSessions.deleteCookie',
  run(context, ...values) {
    for (const { owner, cookie } of nodesOf(context, values, 'cookie')) {
      owner.session.cookies.delete({ name: cookie.name, domain: cookie.domain, path: cookie.path });
    }
  },
};
