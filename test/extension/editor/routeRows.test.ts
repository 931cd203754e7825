import { expect, it } from 'vitest';
import { routeRows } from '../../../src/extension/editor/panel/routeRows.ts';
import { english as t } from './localize.ts';

it('says the way of a request in words, and warns of what is less safe', () => {
  const rows = routeRows(
    [
      { kind: 'proxy', value: 'http://p.test:8080', origin: 'HTTPS_PROXY' },
      { kind: 'direct', value: '', origin: 'no_proxy' },
      { kind: 'unverified', value: '', origin: 'request' },
      { kind: 'authority', value: '/ca.pem', origin: 'httpSessions.tls.ca' },
      { kind: 'certificate', value: '/me.pfx', origin: 'session admin, http-sessions.json:4' },
      { kind: 'redirects', value: '', origin: 'rest-client.followredirect' },
    ],
    t,
  );
  expect(
    rows.map(({ name, value, origin, warning }) => `${warning ? '! ' : ''}${name}: ${value}, ${origin}`),
  ).toEqual([
    'Proxy: http://p.test:8080, from HTTPS_PROXY',
    'Proxy: none, the host is reached directly, from the list of hosts without a proxy',
    '! Certificates: not checked, from the request',
    'Authorities: /ca.pem, from httpSessions.tls.ca',
    'Client certificate: /me.pfx, from session admin, http-sessions.json:4',
    'Redirects: not followed, from rest-client.followredirect',
  ]);
  expect(routeRows(undefined, t)).toEqual([]);
});
