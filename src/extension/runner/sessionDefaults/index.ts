/** Defaults of sessions from `http-sessions.json`: found, filled, and put under a request. Contains nothing else. */
export { applyDefaults, sessionOnItsWay, type OpenedSession } from './applyDefaults.ts';
export { borrowedSession } from './borrowedSession.ts';
export { defaultTexts } from './defaultTexts.ts';
export { defaultsProblemLines, findDefaults } from './findDefaults.ts';
export { withProxyRules, type ProxyRules } from './proxyVariables.ts';
