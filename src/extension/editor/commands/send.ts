/** Sends a request from its text in the file; its panel opens at once and the focus stays. */
import { targetOf, type Command } from './command.ts';

export const send: Command = {
  id: 'httpSessions.send',
  run(context, ...values) {
    const target = targetOf(context, values);
    return target && context.sender.send(target.file, target.line);
  },
};
