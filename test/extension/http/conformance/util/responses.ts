/** Python's helpers around responses, errors, hooks and adapters, as calls of ours. */
import * as errors from '../../../../../src/extension/http/errors/errors.ts';
import { Headers, RequestException, Session, statusCode } from '../../../../../src/extension/http/index.ts';
import type { Adapter, HookContext, Response } from '../../../../../src/extension/http/index.ts';
import {
  encodingFromHeaders,
  jsonCharset,
  parseContentType,
} from '../../../../../src/extension/http/response/charsets.ts';
import { runResponseHooks } from '../../../../../src/extension/http/request/hooks.ts';
import { parseLinks } from '../../../../../src/extension/http/response/links.ts';
import { timeoutsOf } from '../../../../../src/extension/http/session/timeouts.ts';
import type { Timeout } from '../../../../../src/extension/http/session/timeouts.ts';
import { decode, decodeHeaders, decodeText } from '../values.ts';
import type { UtilFunctions } from './functions.ts';

export const responseFunctions: UtilFunctions = {
  get_encoding_from_headers: ([headers]) => encodingFromHeaders(new Headers(decodeHeaders(headers))) ?? null,
  parse_content_type: ([value]) => {
    const { type, parameters } = parseContentType(decodeText(value));
    // The file leaves out parameters that have no value.
    const valued = [...parameters].filter(([, content]) => content !== undefined);
    return [type, Object.fromEntries(valued)];
  },
  guess_json_utf: ([bytes]) => jsonCharset(decode(bytes) as Uint8Array) ?? null,
  parse_header_links: ([value]) => parseLinks(decodeText(value)),
  status_code: ([name]) => statusCode(decodeText(name)) ?? null,
  invalid_timeout: ([timeout]) => timeoutsOf(timeout as Timeout),
  mount_order: ([prefixes]) => sessionWith(prefixes as readonly string[]).session.mounts,
  get_adapter_prefix: ([prefixes, url]) => {
    const { session, prefixOf } = sessionWith(prefixes as readonly string[]);
    return prefixOf.get(session.getAdapter(decodeText(url)));
  },
  dispatch_hook: ([hooks, data]) => {
    const names = Array.isArray(hooks) ? (hooks as readonly string[]) : [String(hooks)];
    const steps = names.map((name) => (response: Response) => changed(name, response));
    // Hooks pass on what they are given, whatever it is.
    return runResponseHooks({ response: steps }, data as Response, {} as HookContext);
  },
  exception_tree: (_args, { expected }) =>
    Object.fromEntries(Object.keys(expected['result'] as object).map((name) => [name, directParents(name)])),
};

/** A session with an adapter of its own for each prefix. */
function sessionWith(prefixes: readonly string[]): {
  readonly session: Session;
  readonly prefixOf: ReadonlyMap<Adapter, string>;
} {
  const session = new Session({ adapter: idleAdapter() });
  const prefixOf = new Map<Adapter, string>();
  for (const prefix of ['https://', 'http://', ...prefixes]) {
    const adapter = idleAdapter();
    prefixOf.set(adapter, prefix);
    session.mount(prefix, adapter);
  }
  return { session, prefixOf };
}

function idleAdapter(): Adapter {
  return {
    send: () => Promise.reject(new TypeError('This adapter sends nothing.')),
    close: () => Promise.resolve(),
  };
}

/** The two hooks that the cases name; anything else returns nothing. */
function changed(name: string, response: unknown): Response | undefined {
  const text = String(response);
  if (name === 'tail') return text.slice(1) as unknown as Response;
  return name === 'upper' ? (text.toUpperCase() as unknown as Response) : undefined;
}

/** The families of an error class that no other of its families implies, its own aside. */
function directParents(name: string): readonly string[] {
  const all = familiesOf(name).filter((family) => family !== name);
  const implied = new Set(all.flatMap((family) => familiesOf(family).filter((other) => other !== family)));
  return all.filter((family) => !implied.has(family)).toSorted();
}

function familiesOf(name: string): readonly string[] {
  const found = Object.entries(errors).find(([exported]) => exported === name)?.[1];
  if (typeof found !== 'function' || !(found.prototype instanceof Error)) return [];
  const create = found as new (message: string, ...rest: unknown[]) => Error;
  const error = name === 'JSONDecodeError' ? new create('', { doc: '' }) : new create('');
  return error instanceof RequestException ? error.families : [];
}
