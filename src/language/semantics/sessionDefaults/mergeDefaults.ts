/**
 * The defaults of one session out of all files that count for a request: what a session says itself beats `$shared`, and
 * a nearer folder beats a farther one, key by key. Pure; nothing is filled or checked here.
 */
import {
  sharedDefaults,
  type DefaultsFile,
  type WrittenDefault,
  type WrittenDefaults,
} from './defaultsFile.ts';

/** `files` are those of far folders first. */
export function mergeDefaults(files: readonly DefaultsFile[], session: string): WrittenDefaults {
  const merged = new Map<string, WrittenDefault>();
  for (const name of [sharedDefaults, session]) {
    for (const { sessions } of files) {
      for (const [key, written] of sessions.get(name) ?? []) merged.set(key, written);
    }
  }
  return merged;
}

/** The sessions that files give defaults to, in the order they were met. */
export function sessionsIn(files: readonly DefaultsFile[]): readonly string[] {
  const names = files.flatMap(({ sessions }) => [...sessions.keys()]);
  return [...new Set(names)].filter((name) => name !== sharedDefaults);
}
