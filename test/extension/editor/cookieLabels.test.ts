import { describe, expect, it } from 'vitest';
import {
  connectionDescription,
  cookieDescription,
  cookieFacts,
  cookieSpeech,
} from '../../../src/extension/editor/views/cookieLabels.ts';
import type { ConnectionView, Cookie } from '../../../src/extension/http/index.ts';
import { english } from './localize.ts';

const now = Date.UTC(2026, 0, 1);
const sessionCookie: Cookie = {
  name: 'sid',
  value: 'abc123',
  domain: '127.0.0.1',
  path: '/',
  hostOnly: true,
  secure: false,
  httpOnly: true,
  created: new Date(now),
};
const cookie: Cookie = { ...sessionCookie, expires: new Date(now + 58 * 60_000) };

describe('a cookie in the sidebar', () => {
  it('is masked until it is revealed', () => {
    expect(cookieDescription(cookie, { revealed: false, now }, english)).toBe('•••••• · 58 min · HttpOnly');
    expect(cookieDescription(cookie, { revealed: true, now }, english)).toBe('abc123 · 58 min · HttpOnly');
    expect(JSON.stringify(cookieFacts(cookie, { revealed: false, now }, english))).not.toContain('abc123');
  });

  it('is spoken without its value', () => {
    expect(cookieSpeech(cookie, now, english)).toBe(
      'Cookie sid, domain 127.0.0.1, expires in 58 min, HttpOnly, enabled',
    );
    expect(cookieSpeech(sessionCookie, now, english)).toBe(
      'Cookie sid, domain 127.0.0.1, until the session ends, HttpOnly, enabled',
    );
  });

  it.each([
    [30_000, '30 s'],
    [119 * 60_000, '119 min'],
    [3 * 3_600_000, '3 h'],
    [72 * 3_600_000, '3 d'],
    [-1, 'expired'],
  ])('that expires in %d ms says %s', (left, words) => {
    const description = cookieDescription(
      { ...cookie, expires: new Date(now + left) },
      { revealed: false, now },
      english,
    );
    expect(description).toBe(`•••••• · ${words} · HttpOnly`);
  });

  it('shows control and bidi characters as code points', () => {
    const odd = { ...sessionCookie, value: 'a\u202Eb\u0007' };
    expect(cookieDescription(odd, { revealed: true, now }, english)).toBe(
      'aU+202EbU+0007 · session · HttpOnly',
    );
  });
});

describe('a connection in the sidebar', () => {
  const connection: ConnectionView = {
    id: 3,
    reused: true,
    requests: 4,
    remoteAddress: '127.0.0.1:8080',
    localAddress: undefined,
    protocol: 'http/1.1',
    proxy: undefined,
    tls: undefined,
    origin: 'http://127.0.0.1:8080',
    state: 'idle',
    openedAt: now - 60_000,
    idleSince: now - 12_000,
  };

  it('says how long it has been idle and how often it was used', () => {
    expect(connectionDescription(connection, now, english)).toBe(
      'idle 12.0 s · 4 requests · open 1 min 0 s · http/1.1',
    );
    expect(connectionDescription({ ...connection, idleSince: undefined, requests: 1 }, now, english)).toBe(
      'in use · 1 request · open 1 min 0 s · http/1.1',
    );
  });
});
