/**
 * What scripts find around them: the objects of JetBrains' HTTP Client, made from the job's data. Evaluated once inside
 * QuickJS, where it has nothing but the language and `host`; each job begins from the memory as it was then. What it leaves
 * is `control` for the thread, which takes it away, and with `begin` `client`, `request` … for the scripts of one job.
 */
import type { Json, ScriptJob } from '../protocol.ts';
import { createClient, failureOf, runTests } from './client.ts';
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

function begin(): void {
  const job = parse(host('job')) as ScriptJob;
  const { moment, variables } = job;
  const ofRequest = new Map<string, Json>(variables.request);
  const ofSession = new Map<string, Json>(variables.global);
  const environment = readable(variables.environment);
  const global = changeable('global', ofSession);
  const request = changeable('request', ofRequest);
  const stores = { global, request, environment, headers: globalHeaders(), file: readable(variables.file) };
  define({
    client: createClient(stores, moment),
    request: createRequest(job, { environment, variables: request, set: [ofRequest, ofSession] }),
    ...(job.response === undefined ? {} : { response: createResponse(job.response) }),
    $env: Object.assign(Object.create(null), Object.fromEntries(variables.machine)) as unknown,
  });
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
  ...dynamicVariables(),
  DOMParser: () => xmlClass('DOMParser'),
  XMLSerializer: () => xmlClass('XMLSerializer'),
};
for (const [name, get] of Object.entries(made)) {
  Object.defineProperty(globalThis, name, { get, configurable: true });
}
// The generator of QuickJS would begin at the same number for each job.
Math.random = random;
define({ control: { begin, fire, runTests, failureOf, load: library, take } });
