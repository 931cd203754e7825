/** `request`, in both shapes it has: raw texts before it is sent, and what was sent after it. */
import type { Entry, Json, ScriptJob } from '../protocol.ts';
import { stringify } from './host.ts';
import type { ReadableVariables, Variables } from './variables.ts';

export interface RequestStores {
  readonly variables: Variables;
  readonly environment: ReadableVariables;
  /** The values behind `variables` and `client.global`, which later texts are filled from. */
  readonly set: readonly ReadonlyMap<string, Json>[];
}

interface Template {
  getRaw(): string;
  tryGetSubstituted(): string;
}

export function createRequest(
  { request, sent }: Pick<ScriptJob, 'request' | 'sent'>,
  { variables, environment, set }: RequestStores,
): object {
  const holes = new Map(request.holes);
  const fill = (text: string): string =>
    text.replace(/\{\{\s*([^{}\n\r]+?)\s*\}\}/g, (written: string, name: string) => {
      const scripted = set.map((values) => values.get(name)).find((value) => value !== undefined);
      if (scripted !== undefined) return typeof scripted === 'string' ? scripted : stringify(scripted);
      return holes.get(name) ?? written;
    });
  const template = (raw: string): Template => ({ getRaw: () => raw, tryGetSubstituted: () => fill(raw) });
  const header = ([name, raw]: Entry<string>, value: string): object => ({
    name,
    value: () => value,
    getRawValue: () => raw,
    tryGetSubstituted: () => fill(raw),
    tryGetSubstitutedValue: () => fill(raw),
  });
  const headers =
    sent === undefined ? request.headers.map((one) => header(one, fill(one[1]))) : sentHeaders();
  return {
    method: request.method,
    url: sent === undefined ? template(request.url) : callable(sent.url, request.url),
    body: sent === undefined ? template(request.body) : callable(sent.body, request.body),
    headers: {
      all: () => [...headers],
      findByName: (name: unknown) => headers.find((one) => isNamed(one, String(name))) ?? null,
    },
    variables,
    environment,
    iteration: () => request.iteration,
  };

  function callable(value: string, raw: string): object {
    return Object.assign(() => value, template(raw));
  }

  function sentHeaders(): readonly object[] {
    return (sent?.headers ?? []).map(([name, value]) => {
      const typed = request.headers.find(([other]) => sameName(other, name));
      return header([name, typed?.[1] ?? value], value);
    });
  }
}

function isNamed(header: object, name: string): boolean {
  return 'name' in header && sameName(String(header.name), name);
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
