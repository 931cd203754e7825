/** Tells the thread what scripts do: one record for each line, test and change, with the place it came from. */
import type { Json, ScriptChange, ScriptLine } from '../protocol.ts';
import { host, stringify } from './host.ts';

export type Record =
  | {
      readonly kind: 'line';
      readonly level: ScriptLine['level'];
      readonly text: string;
      readonly stack: string;
    }
  | {
      readonly kind: 'test';
      readonly name: string;
      readonly message: string | undefined;
      readonly stack: string;
    }
  | { readonly kind: 'change'; readonly change: ScriptChange };

export function record(one: Record): void {
  host('record', stringify(one));
}

/** Where the script is now. */
export function stackHere(): string {
  return new Error().stack ?? '';
}

/** A copy that is data alone: what JSON leaves out is null. */
export function plain(value: unknown): Json {
  const text = stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as Json);
}
