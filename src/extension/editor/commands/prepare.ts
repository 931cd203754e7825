/** Shows exactly what would be sent, to look at or to edit; sends nothing. */
import { targetOf, type Command } from './command.ts';

export const prepare: Command = {
  id: 'httpSessions.prepare',
  run(context, ...values) {
    const target = targetOf(context, values);
    return target && context.sender.prepare(target.file, target.line);
  },
};
