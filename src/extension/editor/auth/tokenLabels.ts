/** The words of a token's row: environment, how long it lasts, whether it renews itself. Pure; it never sees a value. */
import type { Localize } from '../labels.ts';
import { expiryLabel } from '../views/cookieLabels.ts';
import type { ListedToken } from './tokenList.ts';

type Shown = Pick<ListedToken, 'id' | 'environment' | 'expiresAt' | 'canRefresh'>;

/** `dev · 58 min`, `dev · expired, renewed when it is used`. */
export function tokenDescription(token: Shown, now: number, t: Localize): string {
  return [...(token.environment === undefined ? [] : [token.environment]), lifeOf(token, now, t)].join(' · ');
}

/** For a screen reader, and for the tooltip. */
export function tokenSpeech(token: Shown, now: number, t: Localize): string {
  const { id, environment } = token;
  const where = environment === undefined ? [] : [t('environment {0}', environment)];
  return [t('Token {0}', id), ...where, lifeOf(token, now, t)].join(', ');
}

function lifeOf({ expiresAt, canRefresh }: Shown, now: number, t: Localize): string {
  if (expiresAt === undefined) return t('expiry not known');
  if (expiresAt > now) return t('expires in {0}', expiryLabel(new Date(expiresAt), now, t));
  return canRefresh ? t('expired, renewed when it is used') : t('expired');
}
