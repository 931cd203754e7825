/**
 * What scripts find around them: the objects of JetBrains' HTTP Client, made from the job's data. Evaluated once inside
 * QuickJS, where it has nothing but the language and `host`; each job begins from the memory as it was then. What it leaves
 * is `control` for the thread, which takes it away. What is known of a job is asked for when one of its scripts first looks
 * at it: most look at little.
 */
import type { Json, ScriptJob, ScriptResponse, ScriptVariables } from '../protocol.ts';
import { createClient, failureOf, runTests, stopAtAssertions } from './client.ts';
import { createCrypto } from './crypto.ts';
import { host, parse } from './host.ts';
import { printed } from './printed.ts';
import { createRandom, dynamicVariables, random } from './random.ts';
import { record, stackHere } from './records.ts';
import { createRequest } from './request.ts';
import { createResponse } from './response.ts';
import { clearTimeout, fire, setTimeout, sleep } from './timers.ts';
import { changeable, globalHeaders, readable } from './variables.ts';
import { library, take } from './packages.ts';
import { jsonPath, xmlClass, xpath } from './paths.ts';

/** The scripts that follow run before their request; without this, they run after it. */
function beginBefore(): void {
  stopAtAssertions();
  delete (globalThis as { response?: unknown }).response;
}

const stores = once(() => {
  const variables = parse(host('variables')) as ScriptVariables;
  const ofRequest = new Map<string, Json>(variables.request);
  const ofSession = new Map<string, Json>(variables.global);
  return {
    set: [ofRequest, ofSession],
    global: { ...changeable('global', ofSession), headers: globalHeaders() },
    request: changeable('request', ofRequest),
    environment: readable(variables.environment),
    file: readable(variables.file),
    machine: Object.assign(Object.create(null), Object.fromEntries(variables.machine)) as unknown,
  };
});

const fromJob = {
  request: once(() => {
    const { environment, request, set } = stores();
    const job = parse(host('request')) as Pick<ScriptJob, 'request' | 'sent'>;
    return createRequest(job, { environment, variables: request, set });
  }),
  response: once(() => createResponse(parse(host('response')) as ScriptResponse)),
  $env: () => stores().machine,
};

/** Makes it when it is first asked for. */
function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

const print =
  (level: 'log' | 'info' | 'warn' | 'error' | 'debug') =>
  (...values: readonly unknown[]): void =>
    record({ kind: 'line', level, text: printed(values), stack: stackHere() });

function define(names: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(names)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }
}

define({
  client: createClient(stores),
  crypto: createCrypto(),
  console: {
    log: print('log'),
    info: print('info'),
    warn: print('warn'),
    error: print('error'),
    debug: print('debug'),
    trace: print('debug'),
  },
  $random: createRandom(),
  jsonPath,
  xpath,
  btoa: (text: unknown) => host('toBase64', String(text)),
  atob: (text: unknown) => host('fromBase64', String(text)),
  setTimeout,
  clearTimeout,
  sleep,
  window: globalThis,
});
const made = {
  ...fromJob,
  ...dynamicVariables(),
  DOMParser: () => xmlClass('DOMParser'),
  XMLSerializer: () => xmlClass('XMLSerializer'),
};
for (const [name, get] of Object.entries(made)) {
  const set = (value: unknown): void => define({ [name]: value });
  Object.defineProperty(globalThis, name, { get, set, configurable: true });
}
// The generator of QuickJS would begin at the same number for each job.
Math.random = random;
define({ control: { beginBefore, fire, runTests, failureOf, load: library, take } });
