/**
 * The one function through which code in here reaches the thread around it: it takes a word and texts, and gives a text.
 * `main.ts` takes it out of the global object before a script runs, so that no script can call it.
 */

import type { HostQuestion } from '../protocol.ts';

export type Host = (question: HostQuestion, ...texts: readonly string[]) => string;

const outer = globalThis as unknown as { host?: Host };
const taken = outer.host;
delete outer.host;

export const host: Host = (question, ...texts) => taken?.(question, ...texts) ?? '';

/** Our own copies of what a script could replace. */
export const { parse, stringify } = JSON;
