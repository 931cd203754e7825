/** What scripts printed and tested, as an Exchange keeps it: without secrets, and absent where there is nothing. */
import type { Exchange } from '../send/exchange.ts';
import { masked } from '../prepare/secretForms.ts';
import type { ScriptResults } from './requestScripts.ts';

export function maskedResults(
  { tests, logs }: ScriptResults,
  secrets: readonly string[],
): Pick<Exchange, 'tests' | 'logs'> {
  const hide = (text: string): string => masked(text, secrets);
  return {
    ...(logs.length === 0 ? {} : { logs: logs.map((line) => ({ ...line, text: hide(line.text) })) }),
    ...(tests.length === 0
      ? {}
      : {
          tests: tests.map((test) => {
            const { name, message } = test;
            return { ...test, name: hide(name), message: message === undefined ? undefined : hide(message) };
          }),
        }),
  };
}
