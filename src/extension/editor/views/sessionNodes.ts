/**
 * The rows of the sessions tree: what they are about, which are below which, and what tells one from another. No words
 * and no looks; those are in `sessionItems.ts`.
 */
import type { WrittenDefault } from '../../../language/semantics/index.ts';
import type { ConnectionView, Cookie } from '../../http/index.ts';
import type { NamedSession, Sessions } from '../sessions/sessions.ts';

export type SessionNode =
  | { readonly kind: 'session'; readonly owner: NamedSession }
  | { readonly kind: 'cookies'; readonly owner: NamedSession }
  | { readonly kind: 'domain'; readonly owner: NamedSession; readonly domain: string }
  | CookieNode
  | { readonly kind: 'connections'; readonly owner: NamedSession }
  | ConnectionNode
  | { readonly kind: 'defaults'; readonly owner: NamedSession }
  | { readonly kind: 'default'; readonly owner: NamedSession; readonly written: WrittenDefault }
  | { readonly kind: 'certificates'; readonly owner: NamedSession }
  | CertificateNode;

/** A certificate that is trusted although nobody vouches for it. */
export interface CertificateNode {
  readonly kind: 'certificate';
  readonly owner: NamedSession;
  /** `host:port`. */
  readonly place: string;
  /** SHA-256. */
  readonly fingerprint: string;
}

export interface CookieNode {
  readonly kind: 'cookie';
  readonly owner: NamedSession;
  readonly cookie: Cookie;
}

export interface ConnectionNode {
  readonly kind: 'connection';
  readonly owner: NamedSession;
  readonly connection: ConnectionView;
}

/** The rows below a row; below nothing, the sessions. */
export function childrenOf(
  node: SessionNode | undefined,
  sessions: Pick<Sessions, 'list'>,
  defaultsOf: (owner: NamedSession) => readonly WrittenDefault[],
): SessionNode[] {
  if (node === undefined) return sessions.list().map((owner) => ({ kind: 'session', owner }));
  const { owner } = node;
  switch (node.kind) {
    case 'session':
      return [
        { kind: 'cookies', owner },
        { kind: 'connections', owner },
        { kind: 'defaults', owner },
        ...(owner.session.trustedCertificates.size === 0 ? [] : [{ kind: 'certificates', owner } as const]),
      ];
    case 'cookies':
      return domainsOf(owner).map((domain) => ({ kind: 'domain', owner, domain }));
    case 'domain':
      return cookiesOf(owner)
        .filter((cookie) => cookie.domain === node.domain)
        .map((cookie) => ({ kind: 'cookie', owner, cookie }));
    case 'connections':
      return owner.session.connections().map((connection) => ({ kind: 'connection', owner, connection }));
    case 'defaults':
      return defaultsOf(owner).map((written) => ({ kind: 'default', owner, written }));
    case 'certificates':
      return Array.from(owner.session.trustedCertificates, ([place, fingerprint]) => ({
        kind: 'certificate',
        owner,
        place,
        fingerprint,
      }));
    case 'cookie':
    case 'connection':
    case 'default':
    case 'certificate':
      return [];
  }
}

/** The row above a row; undefined above a session. */
export function parentOf(node: SessionNode): SessionNode | undefined {
  const { owner } = node;
  switch (node.kind) {
    case 'session':
      return undefined;
    case 'cookies':
    case 'connections':
    case 'defaults':
    case 'certificates':
      return { kind: 'session', owner };
    case 'default':
      return { kind: 'defaults', owner };
    case 'certificate':
      return { kind: 'certificates', owner };
    case 'domain':
      return { kind: 'cookies', owner };
    case 'cookie':
      return { kind: 'domain', owner, domain: node.cookie.domain };
    case 'connection':
      return { kind: 'connections', owner };
  }
}

/** The row as it is now; undefined when what it is about is gone. */
export function presentRow(node: SessionNode): SessionNode | undefined {
  if (node.kind !== 'cookie') return node;
  const id = nodeId(node);
  return cookiesOf(node.owner)
    .map((cookie): CookieNode => ({ ...node, cookie }))
    .find((row) => nodeId(row) === id);
}

/** Every cookie that has a row: those that have expired stay until they are cleared away. */
export function cookiesOf({ session }: Pick<NamedSession, 'session'>): readonly Cookie[] {
  return [...session.cookies.list(), ...session.cookies.expired()];
}

/** The same text for the same thing, whatever else has changed. */
export function nodeId(node: SessionNode): string {
  const base = [node.owner.id, node.kind];
  switch (node.kind) {
    case 'session':
    case 'cookies':
    case 'connections':
    case 'defaults':
    case 'certificates':
      return JSON.stringify(base);
    case 'domain':
      return JSON.stringify([...base, node.domain]);
    case 'cookie':
      return JSON.stringify([...base, ...cookieKey(node.cookie)]);
    case 'connection':
      return JSON.stringify([...base, node.connection.id]);
    case 'default':
      return JSON.stringify([...base, node.written.key]);
    case 'certificate':
      return JSON.stringify([...base, node.place]);
  }
}

/** What makes a cookie another one. */
export function cookieKey({ domain, hostOnly, path, name }: Cookie): readonly (string | boolean)[] {
  return [domain, hostOnly, path, name];
}

/** What decides how a cookie looks: a cookie never changes, another takes its place. */
export function cookieLooks(cookie: Cookie, now: number): readonly unknown[] {
  return [cookie, cookie.expires !== undefined && cookie.expires.getTime() <= now];
}

function domainsOf(owner: NamedSession): string[] {
  return [...new Set(cookiesOf(owner).map((cookie) => cookie.domain))].sort();
}
