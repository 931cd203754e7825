/** The cookies of sessions on disk, shared by processes. The only door into this folder. */
export { createCookieEncoder } from './cookieBytes.ts';
export {
  changesBetween,
  changesOfOthers,
  cookieSetOf,
  cookiesText,
  isNothing,
  noCookies,
  readCookieSet,
} from './cookieSet.ts';
export type { CookieSet } from './cookieSet.ts';
export { openCookieStore } from './cookieStore.ts';
export type { CookieStore, CookieStoreOptions } from './cookieStore.ts';
export type { CookieStoreProblem } from './keptJar.ts';
