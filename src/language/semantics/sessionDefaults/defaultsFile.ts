/**
 * What `http-sessions.json` says, each value with its place: the defaults of sessions by name. Broken JSON, unknown keys
 * and wrong values are problems with line and column, and everything else still counts. Reads no file and fills no
 * variable; the runner does both, the editor shows the problems.
 */
import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { placeOf, propertiesOf } from '../body/jsonNodes.ts';
import { inWords, isTooDeep } from '../body/jsonText.ts';
import type { TextRange } from '../definition/definition.ts';
import { defaultKeys, wantedOf, type DefaultValue, type KeyRule, type ValueRule } from './defaultKeys.ts';
import { looksSecret } from './literalSecrets.ts';

/** The name of the file, in every folder. */
export const defaultsFileName = 'http-sessions.json';

/** What counts for every session that does not say otherwise. */
export const sharedDefaults = '$shared';

export interface DefaultsText {
  /** For people: `http-sessions.json`, `../http-sessions.json`. */
  readonly origin: string;
  /** The folder that paths in it count from. */
  readonly folder: string;
  readonly text: string;
}

/** One value as it was written. */
export interface WrittenDefault {
  /** `headers.x-tenant` (header names in lower case), `auth`, `timeout.read` … */
  readonly key: string;
  /** As it was written: `X-Tenant`. */
  readonly name: string;
  readonly value: DefaultValue;
  readonly origin: string;
  readonly folder: string;
  /** 1-based. */
  readonly line: number;
  /** Of the key in the text, quotes left out. */
  readonly range: TextRange;
}

export interface DefaultsProblem {
  /** `syntax`, `unknownKey` and `wrongValue` break the schema, too. */
  readonly code: 'syntax' | 'unknownKey' | 'wrongValue' | 'literalSecret';
  readonly message: string;
  readonly range: TextRange;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** The defaults of one session, by `WrittenDefault.key`. */
export type WrittenDefaults = ReadonlyMap<string, WrittenDefault>;

export interface DefaultsFile {
  readonly origin: string;
  /** By the session's name; `$shared` is one of them. */
  readonly sessions: ReadonlyMap<string, WrittenDefaults>;
  readonly problems: readonly DefaultsProblem[];
}

/** Never throws. */
export function readDefaultsFile(source: DefaultsText): DefaultsFile {
  return new Reading(source).file();
}

class Reading {
  readonly #source: DefaultsText;
  readonly #problems: DefaultsProblem[] = [];

  constructor(source: DefaultsText) {
    this.#source = source;
  }

  file(): DefaultsFile {
    const { origin, text } = this.#source;
    const sessions = new Map<string, WrittenDefaults>();
    const errors: ParseError[] = [];
    const tooDeep = isTooDeep(text);
    if (tooDeep) this.#complain('syntax', { start: 0, end: 1 }, 'The JSON is nested too deeply.');
    const root = tooDeep
      ? undefined
      : parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    for (const { error, offset, length } of errors) {
      this.#complain(
        'syntax',
        { start: offset, end: offset + length },
        `${inWords(printParseErrorCode(error))}.`,
      );
    }
    if (root !== undefined && root.type !== 'object') {
      this.#complain('wrongValue', rangeOf(root), 'The file must hold an object with "sessions".');
    }
    for (const [key, node, name] of this.#members(root)) {
      if (key === '$schema') continue;
      if (key !== 'sessions')
        this.#complain('unknownKey', name, `"${key}" is not known. There is "sessions".`);
      else if (node.type !== 'object') {
        this.#complain('wrongValue', rangeOf(node), '"sessions" must be an object of sessions by name.');
      } else
        for (const [session, value] of propertiesOf(node))
          sessions.set(session, this.#session(session, value));
    }
    return { origin, sessions, problems: this.#problems };
  }

  #session(session: string, node: Node): WrittenDefaults {
    const found = new Map<string, WrittenDefault>();
    if (node.type !== 'object') {
      this.#complain('wrongValue', rangeOf(node), `The session "${session}" must be an object.`);
      return found;
    }
    for (const [key, value, name] of this.#members(node)) {
      const rule = Object.hasOwn(defaultKeys, key) ? defaultKeys[key] : undefined;
      if (rule === undefined) {
        const known = Object.keys(defaultKeys).join(', ');
        this.#complain('unknownKey', name, `"${key}" is not known. A session has ${known}.`);
      } else this.#value({ key, rule, value, name }, found);
    }
    return found;
  }

  #value({ key, rule, value, name }: KeyedNode, found: Map<string, WrittenDefault>): void {
    if (value.type === 'object' && (rule.members !== undefined || rule.anyMember !== undefined)) {
      // A certificate is one thing: what a nearer file says of it replaces it as a whole.
      if (key === 'cert')
        found.set(key, this.#written(key, { name: key, value: valueOf(value), range: name }));
      this.#object({ key, rule, value, name }, found);
      return;
    }
    const written = valueOf(value);
    if (rule.accepts?.(written) !== true) {
      this.#complain('wrongValue', rangeOf(value), `"${key}" must be ${wantedOf(rule)}.`);
      return;
    }
    this.#lookForSecret(key, value);
    for (const part of partsOf(key))
      found.set(part, this.#written(part, { name: key, value: written, range: name }));
  }

  #object({ key, rule, value }: KeyedNode, found: Map<string, WrittenDefault>): void {
    for (const [member, node, name] of this.#members(value)) {
      const wanted: ValueRule | undefined =
        rule.anyMember ?? (Object.hasOwn(rule.members ?? {}, member) ? rule.members?.[member] : undefined);
      const path = `${key}.${key === 'headers' ? member.toLowerCase() : member}`;
      if (wanted === undefined) {
        const known = Object.keys(rule.members ?? {}).join(', ');
        this.#complain('unknownKey', name, `"${member}" is not known. "${key}" has ${known}.`);
      } else if (!wanted.accepts(valueOf(node))) {
        this.#complain('wrongValue', rangeOf(node), `"${member}" must be ${wanted.wants}.`);
        if (key === 'cert') found.delete(key);
      } else {
        this.#lookForSecret(path, node);
        if (key !== 'cert')
          found.set(path, this.#written(path, { name: member, value: valueOf(node), range: name }));
      }
    }
  }

  #lookForSecret(key: string, node: Node): void {
    const texts = node.type === 'array' ? (node.children ?? []) : [node];
    for (const one of texts) {
      if (one.type !== 'string' || !looksSecret(key, String(one.value))) continue;
      this.#complain(
        'literalSecret',
        rangeOf(one),
        'This looks like a secret, and the file is for everybody. Write {{$secret name}} or a variable of a private environment.',
      );
    }
  }

  #written(
    key: string,
    { name, value, range }: Pick<WrittenDefault, 'name' | 'value' | 'range'>,
  ): WrittenDefault {
    const { origin, folder, text } = this.#source;
    return { key, name, value, origin, folder, line: placeOf(text, range.start).line, range };
  }

  /** Key, value, and the range of the key. */
  #members(object: Node | undefined): readonly (readonly [string, Node, TextRange])[] {
    return propertiesOf(object).map(([key, value]) => {
      const name = value.parent?.children?.[0] ?? value;
      return [key, value, { start: name.offset + 1, end: name.offset + Math.max(1, name.length - 1) }];
    });
  }

  #complain(code: DefaultsProblem['code'], range: TextRange, message: string): void {
    this.#problems.push({ code, message, range, ...placeOf(this.#source.text, range.start) });
  }
}

interface KeyedNode {
  readonly key: string;
  readonly rule: KeyRule;
  readonly value: Node;
  readonly name: TextRange;
}

/** A short form stands for each of its parts, so that one of them can be replaced. */
function partsOf(key: string): readonly string[] {
  switch (key) {
    case 'proxies':
      return ['proxies.http', 'proxies.https'];
    case 'timeout':
      return ['timeout.connect', 'timeout.read'];
    case 'redirects':
      return ['redirects.follow'];
    default:
      return [key];
  }
}

function rangeOf({ offset, length }: Node): TextRange {
  return { start: offset, end: offset + length };
}

/** A parsed node holds JSON and nothing else. */
function valueOf(node: Node): DefaultValue {
  return getNodeValue(node) as DefaultValue;
}
