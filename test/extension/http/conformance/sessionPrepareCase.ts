/** Cases of kind `session_prepare`: what `Session.prepareRequest` adds, and what stays in the session. */
import { Session } from '../../../../src/extension/http/index.ts';
import type { Auth, ParamsInit, Variables } from '../../../../src/extension/http/index.ts';
import type { ConformanceCase, Outcome } from './cases.ts';
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

export async function playSessionPrepareCase({ given, expect: expected }: ConformanceCase): Promise<Outcome> {
  return {
    expected: fillTokens(expected),
    actual: await settle(expected, () =>
      withEnvironment(given, async (environment) => {
        const session = sessionOf(given['session'] as Tagged, environment);
        const wanted = (expected['preparedAll'] ?? [expected['prepared']]) as readonly unknown[];
        const prepared: unknown[] = [];
        for (const [index, request] of (given['requests'] as readonly Tagged[]).entries()) {
          prepared.push(await describePrepared(session.prepareRequest(requestOf(request)), wanted[index]));
        }
        return {
          ...('preparedAll' in expected ? { preparedAll: prepared } : { prepared: prepared.at(-1) }),
          ...('sessionAfter' in expected ? { sessionAfter: describeSession(session) } : {}),
        };
      }),
    ),
  };
}

function sessionOf(given: Tagged, environment: Variables): Session {
  const { auth } = given;
  const session = new Session({ environment, cookies: jarOf(given['cookies']) });
  session.headers = sessionHeaders(given, session.headers);
  session.params = decode(given['params']) as ParamsInit | undefined;
  session.auth = Array.isArray(auth) ? (decode(auth) as Auth) : isTagged(auth) ? authOf(auth) : undefined;
  session.trustEnv = given['trust_env'] !== false;
  return session;
}

function describeSession({ headers, params, cookies }: Session): unknown {
  return { headers: headers.entries(), params: params ?? {}, cookies: describeJar(cookies) };
}
