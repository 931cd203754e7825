/**
 * The checks of naiveCases.ts bite: the session passes them, and bare undici, put together as its documentation
 * says (redirects, decoding, a proxy), fails them.
 */
import { Agent, ProxyAgent, interceptors, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { Session } from '../../../src/extension/http/index.ts';
import { secretHeaders } from '../../../src/extension/runner/prepare/secretHeaders.ts';
import { checkOrdinary, faultCases } from './naiveCases.ts';
import type { FaultClient } from './naiveCases.ts';

let client: FaultClient | undefined;

afterEach(() => client?.close());

function sessionClient(): FaultClient {
  const session = new Session({ environment: {} });
  return {
    async send(url, { method = 'GET', headers, body, proxy, maxBody, maxRedirects } = {}) {
      session.maxRedirects = maxRedirects ?? 30;
      const response = await session.request(method, url, {
        undecodable: 'raw',
        isSecretHeader: secretHeaders([]),
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { data: body }),
        ...(proxy === undefined ? {} : { proxies: { all: proxy } }),
        ...(maxBody === undefined ? {} : { limits: { bodyBytes: maxBody } }),
      });
      const notices = [...response.history, response].flatMap((one) => one.notices);
      return {
        status: response.status,
        text: await response.text(),
        notices: notices.map(({ name }) => name),
      };
    },
    close: () => session.close(),
  };
}

function bareClient(): FaultClient {
  const agents = new Map<string, Agent | ProxyAgent>();
  return {
    async send(url, { method = 'GET', headers, body, proxy = '', maxRedirects = 30 } = {}) {
      const agent = agents.get(proxy) ?? (proxy === '' ? new Agent() : new ProxyAgent(proxy));
      agents.set(proxy, agent);
      const dispatcher = agent.compose(
        interceptors.redirect({ maxRedirections: maxRedirects }),
        interceptors.decompress(),
      );
      const response = await request(url, {
        method: method as 'GET',
        dispatcher,
        ...(headers === undefined ? {} : { headers }),
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.statusCode, text: await response.body.text(), notices: [] };
    },
    close: async () => {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

describe('the session', () => {
  it('does what is ordinary', async () => {
    client = sessionClient();
    await checkOrdinary(client);
  });

  it.each(faultCases)('$title ($id)', async ({ check }) => {
    client = sessionClient();
    await check(client);
  });
});

describe('bare undici', () => {
  it('does what is ordinary, so that its failures mean something', async () => {
    client = bareClient();
    await checkOrdinary(client);
  });

  it.each(faultCases)('does not pass: $title ($id)', async ({ check }) => {
    client = bareClient();
    await expect(check(client)).rejects.toThrow();
  });
});

it('checks every fault that an ordinary client is known to get wrong', () => {
  const ids = new Set(faultCases.map(({ id }) => id));
  const known = ['R01', 'H10', 'H12', 'D01', 'D03', 'E03', 'E07', 'P01'];
  expect(known.filter((id) => !ids.has(id))).toEqual([]);
});
