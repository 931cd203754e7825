/**
 * The thread that searches (dist/bodySearch.cjs): takes pieces of a body, answers each with what it found. It opens
 * no file and keeps nothing but what a match could still need; ending it in the middle of anything is safe.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createBodyMatcher, type MatcherOptions } from './bodyMatcher.ts';

/** To the thread. */
export interface SearchPiece {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

const matcher = createBodyMatcher(workerData as MatcherOptions);

parentPort?.on('message', ({ bytes, isLast }: SearchPiece) => {
  parentPort?.postMessage(matcher.push(bytes, isLast));
});
