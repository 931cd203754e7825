/** What completion and hover say of scripts, held against what scripts find when they run. */
import { beforeAll, expect, it } from 'vitest';
import type { ScriptRunner } from '../../../../src/extension/scripts/index.ts';
import { globalScope, membersOf } from '../../../../src/language/service/vocabulary/scriptApi.ts';
import { createTestRunner, handlerJob, preRequestJob, runJob } from './scriptBench.ts';

let runner: ScriptRunner;
beforeAll(async () => {
  runner = await createTestRunner(5000);
});

/** Where an object of each type can be had. */
const shared = {
  Client: 'client',
  GlobalVariables: 'client.global',
  GlobalHeaders: 'client.global.headers',
  AllVariables: 'client.variables',
  Variables: 'client.variables.request',
  ReadableVariables: 'client.variables.file',
  RequestHeaders: 'request.headers',
  Crypto: 'crypto',
  Hmac: 'crypto.hmac',
  HmacKey: 'crypto.hmac.md5()',
  Digest: 'crypto.md5()',
  DigestValue: 'crypto.md5().digest()',
  Console: 'console',
  Random: '$random',
};
const sent = {
  ...shared,
  SentRequest: 'request',
  Response: 'response',
  ResponseHeaders: 'response.headers',
  ContentType: 'response.contentType',
};
const unsent = { ...shared, Request: 'request', Template: 'request.url' };

it.each([
  ['after', sent],
  ['before', unsent],
] as const)(
  'names only what there is %s the request, and says rightly what can be called',
  async (moment, places) => {
    const checks = Object.entries(places).flatMap(([type, place]) =>
      checksOf(place, membersOf(type, moment)),
    );
    const globals = checksOf('globalThis', membersOf(globalScope, moment));
    const source = [...globals, ...checks].join('\n');
    const job = moment === 'after' ? handlerJob(source) : preRequestJob(source);
    const { lines, failures } = await runJob(runner, job);
    expect(failures).toEqual([]);
    expect(lines.map(({ text }) => text)).toEqual([]);
  },
);

/** Prints each member that is not as the table has it. */
function checksOf(place: string, members: ReturnType<typeof membersOf>): string[] {
  return (members ?? []).map(({ name, signature }) => {
    const isMethod = signature.startsWith('(');
    const path = JSON.stringify(`${place}.${name}`);
    return isMethod
      ? `if (typeof ${place}.${name} !== 'function') console.log(${path});`
      : `if (!(${JSON.stringify(name)} in ${place})) console.log(${path});`;
  });
}
