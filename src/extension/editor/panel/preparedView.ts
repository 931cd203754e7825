/**
 * The request half of a snapshot: a draft as rows and a body that the page can draw and edit, masked where it must be.
 * Pure, so that each origin, lock and mask has a test without VS Code. What came back is `responseView.ts`.
 */
import { splitAtSecrets, type Exchange } from '../../runner/index.ts';
import type { HeaderRow, PreparedView } from '../../webview/protocol.ts';
import { routeRows } from './routeRows.ts';
import { bodyWithoutSecrets } from './secretBody.ts';
import { urlEscapes } from './urlEscapes.ts';
import { editedParts, isLockable, isLockedLine, type Draft } from '../sending/draft.ts';
import type { Localize } from '../labels.ts';
import { holdsSecret, isSecretHeader, isWithheld, mask, shownTo } from '../trust/secrecy.ts';
import type { SnapshotContext } from './snapshot.ts';

/** The request as it will go or went, every line of it in wire order, with the rows that are off in their places. */
export function preparedView(
  exchange: Pick<Exchange, 'headerOrigins' | 'route'>,
  context: Pick<SnapshotContext, 'draft' | 'unresolved' | 'secrecy' | 't'>,
): PreparedView {
  const { current } = context.draft;
  return {
    method: current.method,
    ...urlOf(current.url, context),
    headers: headerRows(exchange.headerOrigins, context),
    body: bodyWithoutSecrets(current, context.secrecy, context.t),
    route: routeRows(exchange.route, context.t),
    edited: editedParts(context.draft),
    unresolved: context.unresolved,
    // What escaping made of a secret would tell its characters.
    escaped: urlEscapes(
      shownTo(context.secrecy, context.draft.typedUrl),
      shownTo(context.secrecy, current.url),
    ),
    hash: current.hash(),
  };
}

/** A withheld URL cannot be edited, like a withheld value. */
function urlOf(
  url: string,
  { secrecy, t }: Pick<SnapshotContext, 'secrecy' | 't'>,
): Pick<PreparedView, 'url' | 'maskedUrl' | 'urlLocked'> {
  if (!secrecy.masked || !holdsSecret(url, secrecy.secrets)) return { url };
  return secrecy.revealable
    ? { url, maskedUrl: splitAtSecrets(url, secrecy.secrets) }
    : { url: shownTo(secrecy, url), urlLocked: t('Stays masked in a folder that is not trusted.') };
}

function headerRows(
  headerOrigins: readonly string[],
  { draft, secrecy, t }: Pick<SnapshotContext, 'draft' | 'secrecy' | 't'>,
): HeaderRow[] {
  const { current } = draft;
  const originOf = originLookup(draft, headerOrigins);
  const rows = current.wireHead.headers.map(([name, value]): HeaderRow => {
    const isLocked = isLockedLine(name, current) && !draft.unlocked.has(name.toLowerCase());
    const origin = isLocked
      ? (recomputed(name, value, { draft, t }) ?? originOf(name, value))
      : originOf(name, value);
    return {
      name,
      ...shownValue(name, value, { secrecy, t }),
      origin,
      line: lineOf(origin),
      enabled: true,
      ...(isLocked ? { locked: lockReason(name, t) } : {}),
      ...(isLockable(name) ? { lockable: true } : {}),
    };
  });
  for (const { index, name, value } of draft.off) {
    rows.splice(Math.min(index, rows.length), 0, {
      name,
      ...shownValue(name, value, { secrecy, t }),
      origin: 'edited',
      line: undefined,
      enabled: false,
    });
  }
  return rows;
}

/** A withheld value cannot be edited either: the page would send the mask back. */
function shownValue(
  name: string,
  value: string,
  { secrecy, t }: Pick<SnapshotContext, 'secrecy' | 't'>,
): Pick<HeaderRow, 'value' | 'secret' | 'locked'> {
  return isWithheld(name, value, secrecy)
    ? { value: mask, secret: false, locked: t('Stays masked in a folder that is not trusted.') }
    : { value, secret: isSecretHeader(name, value, secrecy), locked: undefined };
}

/** Finds where a header line came from: the words the runner gave, unless the user has changed the line since. */
function originLookup(draft: Draft, words: readonly string[]): (name: string, value: string) => string {
  const known = [...draft.original.headers].map(([name, value], index) => ({
    name: name.toLowerCase(),
    value,
    words: words[index] ?? 'computed',
  }));
  return (name, value) => {
    const follows = isLockedLine(name, draft.current) && !draft.unlocked.has(name.toLowerCase());
    if (follows && name !== 'host') return 'computed';
    const found = known.findIndex((one) => one.name === name.toLowerCase() && one.value === value);
    const [match] = found === -1 ? [] : known.splice(found, 1);
    if (match !== undefined) return match.words;
    return follows ? 'computed' : 'edited';
  };
}

/** A length that is another than before the edit. */
function recomputed(
  name: string,
  value: string,
  { draft, t }: Pick<SnapshotContext, 'draft' | 't'>,
): string | undefined {
  if (name !== 'content-length') return undefined;
  const before = draft.original.wireHead.headers.find(([other]) => other === name)?.[1];
  return before === undefined || before === value ? undefined : t('recomputed, was {0}', before);
}

/** `file:4` names line 4. */
function lineOf(origin: string): number | undefined {
  const line = /^file:(\d+)$/.exec(origin)?.[1];
  return line === undefined ? undefined : Number(line);
}

function lockReason(name: string, t: Localize): string {
  switch (name) {
    case 'host':
      return t('Follows from the URL, unless the file gives a Host header.');
    case 'connection':
      return t('Written by the transport, which keeps connections open.');
    case 'Accept-Encoding':
      return t('Stands in for the removed header, so that the server does not compress.');
    default:
      return t('Follows from the body.');
  }
}
