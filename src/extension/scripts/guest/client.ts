/** `client`: variables that outlive a request, tests, and the log. Tests are kept until the script has ended. */
import { host } from './host.ts';
import { messageOf, printed } from './printed.ts';
import { record, stackHere } from './records.ts';
import type { GlobalHeaders, ReadableVariables, Variables } from './variables.ts';

export interface ClientStores {
  readonly global: Variables & { readonly headers: GlobalHeaders };
  readonly request: Variables;
  readonly environment: ReadableVariables;
  readonly file: ReadableVariables;
}

interface WaitingTest {
  readonly name: string;
  readonly body: () => unknown;
  readonly stack: string;
}

const waiting: WaitingTest[] = [];
let testing = false;
let isAfter = true;

/** What `client.assert` throws: outside of a test it has its own row already. */
class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** From now on an assertion that does not hold is no row of its own, but ends the script. */
export function stopAtAssertions(): void {
  isAfter = false;
}

/** `stores` is called when a script first looks at a variable. */
export function createClient(stores: () => ClientStores): object {
  return {
    get global() {
      return stores().global;
    },
    get variables() {
      const { global, request, environment, file } = stores();
      return { global, request, environment, file };
    },
    test(name: unknown, body: unknown) {
      if (typeof body !== 'function') throw new TypeError('client.test needs a name and a function.');
      waiting.push({ name: String(name), body: body as () => unknown, stack: stackHere() });
    },
    assert(condition: unknown, message?: unknown) {
      const holds = Boolean(condition);
      const words = message === undefined ? undefined : printed([message]);
      // Before a request, what does not hold stops it, and is told with that.
      if (!testing && (holds || isAfter)) {
        const failure = holds ? undefined : (words ?? 'The condition does not hold.');
        record({ kind: 'test', name: words ?? 'client.assert', message: failure, stack: stackHere() });
      }
      if (!holds) throw new AssertionError(words ?? 'The condition does not hold.');
    },
    log(...values: readonly unknown[]) {
      record({ kind: 'line', level: 'log', text: printed(values), stack: stackHere() });
    },
    exit() {
      host('exit');
      // The thread ends the script at its next step, which no `catch` can keep it from.
      for (;;);
    },
  };
}

/** Runs the tests that the script has made, in order. Undefined when there are none. */
export function runTests(): Promise<void> | undefined {
  return waiting.length === 0 ? undefined : runWaiting();
}

async function runWaiting(): Promise<void> {
  testing = true;
  for (let test = waiting.shift(); test !== undefined; test = waiting.shift()) {
    const { name, body, stack } = test;
    let message: string | undefined;
    try {
      const result = body();
      // What it has begun comes to its end before the next test; after the last one nothing waits for that.
      if (waiting.length > 0 || isThenable(result)) await result;
    } catch (error) {
      message = error instanceof AssertionError ? error.message : messageOf(error);
    }
    record({ kind: 'test', name, message, stack });
  }
  testing = false;
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** Empty when what was thrown has been told already. */
export function failureOf(error: unknown): string {
  if (error instanceof AssertionError) return isAfter ? '' : error.message;
  return messageOf(error) || 'The script threw something without a message.';
}
