/**
 * Looks for patterns (`?? body matches ^a+$`) in a thread of its own, which is ended when one takes too long: what a
 * file says and what a server answers may keep an expression busy for years. The thread starts with the first pattern.
 */
import { Worker } from 'node:worker_threads';

export interface PatternMatcher {
  /** Rejects with a sentence for what is no expression, and for one that takes longer than a second. */
  readonly matches: (pattern: string, text: string) => Promise<boolean>;
  dispose(): Promise<void>;
}

/** Our own words only: pattern and text come as messages. */
const program = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ pattern, flags, text }) => {
  parentPort.postMessage(new RegExp(pattern, flags).test(text));
});
`;

const patience = 1000;

export function createPatternMatcher(): PatternMatcher {
  let worker: Worker | undefined;
  return {
    async matches(pattern, text) {
      const { source, flags } = expression(pattern);
      worker ??= new Worker(program, { eval: true });
      const found = await answerOf(worker, { pattern: source, flags, text });
      if (found !== undefined) return found;
      await worker.terminate();
      worker = undefined;
      throw new Error(`looking for ${pattern} took longer than ${patience / 1000} s`);
    },
    async dispose() {
      await worker?.terminate();
    },
  };
}

/** `a+` or `/a+/i`. */
function expression(pattern: string): { readonly source: string; readonly flags: string } {
  const [, inner, letters = ''] = /^\/(.*)\/([imsu]*)$/s.exec(pattern) ?? [];
  try {
    const { source, flags } = new RegExp(inner ?? pattern, letters);
    return { source, flags };
  } catch {
    throw new Error(`${pattern} is no regular expression`);
  }
}

/** Undefined when it took too long. */
function answerOf(worker: Worker, message: object): Promise<boolean | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => resolve(undefined)), patience);
    const answered = (found: boolean): void => end(() => resolve(found));
    const failed = (error: Error): void => end(() => reject(error));
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      worker.off('message', answered);
      worker.off('error', failed);
      settle();
    };
    worker.on('message', answered);
    worker.on('error', failed);
    worker.postMessage(message);
  });
}
