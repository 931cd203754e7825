/** Cases of kind `session_prepare`: what `Session.prepareRequest` adds, and what stays in the session. */
import { describe } from 'vitest';
import { defaultHeaders } from '../../../../src/extension/http/index.ts';
import type { Auth, Headers, ParamsInit } from '../../../../src/extension/http/index.ts';
import { prepareRequest } from '../../../../src/extension/http/prepareRequest.ts';
import type { SessionDefaults } from '../../../../src/extension/http/prepareRequest.ts';
import { loadCases, testCases } from './cases.ts';
import { withEnvironment } from './netrcFile.ts';
import {
  authOf,
  describeJar,
  describePrepared,
  jarOf,
  requestOf,
  sessionHeaders,
  settle,
} from './requests.ts';
import { decode, fillTokens, isTagged } from './values.ts';
import type { Tagged } from './values.ts';

describe('prepares a request of a session as requests does', () => {
  testCases(loadCases('session_prepare'), async ({ given, expect: expected }) => ({
    expected: fillTokens(expected),
    actual: await settle(expected, () =>
      withEnvironment(given, async (environment) => {
        const session = sessionOf(given['session'] as Tagged, environment);
        const wanted = (expected['preparedAll'] ?? [expected['prepared']]) as readonly unknown[];
        const prepared: unknown[] = [];
        for (const [index, request] of (given['requests'] as readonly Tagged[]).entries()) {
          prepared.push(await describePrepared(prepareRequest(session, requestOf(request)), wanted[index]));
        }
        return {
          ...('preparedAll' in expected ? { preparedAll: prepared } : { prepared: prepared.at(-1) }),
          ...('sessionAfter' in expected ? { sessionAfter: describeSession(session) } : {}),
        };
      }),
    ),
  }));
});

function sessionOf(given: Tagged, environment: SessionDefaults['environment']): SessionDefaults {
  const { auth } = given;
  return {
    headers: sessionHeaders(given, defaultHeaders()),
    params: decode(given['params']) as ParamsInit | undefined,
    auth: Array.isArray(auth) ? (decode(auth) as Auth) : isTagged(auth) ? authOf(auth) : undefined,
    cookies: jarOf(given['cookies']),
    hooks: {},
    trustEnv: given['trust_env'] !== false,
    environment,
  };
}

function describeSession(session: {
  headers: Headers;
  params: ParamsInit | undefined;
  cookies: SessionDefaults['cookies'];
}): unknown {
  return {
    headers: session.headers.entries(),
    params: session.params ?? {},
    cookies: describeJar(session.cookies),
  };
}
