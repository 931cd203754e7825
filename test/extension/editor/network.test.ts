/** Whether a failure is the network's, and where requests leave from. */
import { describe, expect, it } from 'vitest';
import { isOffline, sentFrom } from '../../../src/extension/editor/sending/network.ts';
import { english } from './localize.ts';

const loopbackOnly = { lo: [{ internal: true }] };
const connected = { ...loopbackOnly, eth0: [{ internal: false }] };
const lookup = { name: 'DnsFailed', host: 'api.test', code: 'EAI_AGAIN' };

describe('a request that could not get out', () => {
  it('is offline when only the loopback is up', () => {
    expect(isOffline(lookup, loopbackOnly)).toBe(true);
    expect(isOffline({ name: 'ConnectRefused', host: '192.0.2.1', code: 'ENETUNREACH' }, {})).toBe(true);
  });

  it.each([
    ['there is a network', lookup, connected],
    ['somebody refused it', { name: 'ConnectRefused', host: 'api.test', code: 'ECONNREFUSED' }, loopbackOnly],
    ['it was to stay on this computer', { ...lookup, host: 'localhost' }, loopbackOnly],
    ['it failed by something else', { name: 'TlsUntrusted', host: 'api.test' }, loopbackOnly],
  ])('is not when %s', (_when, error, interfaces) => {
    expect(isOffline(error, interfaces)).toBe(false);
  });

  it('names the place that it was sent from, unless that is the computer in front of the person', () => {
    expect(sentFrom(undefined, english, 'box')).toBeUndefined();
    expect(
      ['wsl', 'ssh-remote', 'dev-container', 'codespaces', 'tunnel'].map((name) =>
        sentFrom(name, english, 'box'),
      ),
    ).toEqual([
      'WSL on box',
      'the SSH host box',
      'the container box',
      'the codespace box',
      'the remote host box',
    ]);
  });
});
