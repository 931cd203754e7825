/**
 * What scripts around a request find besides the language itself, with signatures and words for completion and hover. It
 * describes what `src/extension/scripts` offers, which is JetBrains' API; a test holds the two together.
 */

export type ScriptMoment = 'before' | 'after';

export interface ScriptMember {
  readonly name: string;
  /** What stands behind the name: `(name: string, body: () => void): void`, or `: number`. */
  readonly signature: string;
  readonly description: string;
  /** The name of what it is or returns, whose members can follow; undefined for what has none here. */
  readonly type: string | undefined;
  /** When it exists; undefined for always. */
  readonly moment?: ScriptMoment;
  /** What completion writes in place of the name. */
  readonly snippet?: string;
}

/** The members of a type, or undefined for one that is not described. */
export function membersOf(type: string, moment: ScriptMoment): readonly ScriptMember[] | undefined {
  return types[type]?.filter((member) => member.moment === undefined || member.moment === moment);
}

/** What a script can name without a dot. */
export const globalScope = 'globalThis';

const member = (
  name: string,
  signature: string,
  description: string,
  type?: string,
  rest: Pick<ScriptMember, 'moment' | 'snippet'> = {},
): ScriptMember => ({ name, signature, description, type, ...rest });

const after = { moment: 'after' } as const;
const before = { moment: 'before' } as const;

const readable = (what: string): readonly ScriptMember[] => [
  member('get', '(name: string): unknown', `The value of ${what}; null where there is none.`),
  member('isEmpty', '(): boolean', 'Whether there is none at all.'),
];

const changeable = (what: string): readonly ScriptMember[] => [
  member('set', '(name: string, value: unknown): void', `Sets ${what}. Lists and objects are kept as JSON.`),
  ...readable(what),
  member('clear', '(name: string): void', 'Removes one.'),
  member('clearAll', '(): void', 'Removes all of them.'),
];

const hashes = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];
const levels = ['log', 'info', 'warn', 'error', 'debug'];

/** Before it is sent and after. */
const ofAnyRequest = [
  member('method', ': string', 'The method, in capitals.'),
  member(
    'variables',
    ': Variables',
    'Variables of this request alone, which its text can use as `{{name}}`.',
    'Variables',
  ),
  member(
    'environment',
    ': ReadableVariables',
    'Variables of the environment that is in force.',
    'ReadableVariables',
  ),
  member('iteration', '(): number', 'How often the request has run before in its loop; 0 at first.'),
];

const types: Readonly<Record<string, readonly ScriptMember[]>> = {
  [globalScope]: [
    member('client', ': Client', 'Tests, the log, and variables that outlive the request.', 'Client'),
    member(
      'request',
      ': Request',
      'The request before it is sent, its variables not filled yet.',
      'Request',
      before,
    ),
    member('request', ': SentRequest', 'The request as it was sent.', 'SentRequest', after),
    member('response', ': Response', 'The answer.', 'Response', after),
    member('crypto', ': Crypto', 'Hashes and HMACs.', 'Crypto'),
    member('console', ': Console', 'Prints lines that stand with the tests of the request.', 'Console'),
    member(
      'jsonPath',
      '(value: unknown, path: string): unknown',
      'What a JSONPath (RFC 9535) finds: a value where it can mean one only, null where there is none, else a list.',
      undefined,
      { snippet: 'jsonPath(${1:response.body}, "${2:\\$.}")' },
    ),
    member(
      'xpath',
      '(node: Document, path: string): unknown',
      'What an XPath 1.0 finds in an XML document.',
      undefined,
      { snippet: 'xpath(${1:response.body}, "${2://}")' },
    ),
    member(
      'DOMParser',
      ': typeof DOMParser',
      'Reads XML: `new DOMParser().parseFromString(text, "text/xml")`.',
    ),
    member(
      'XMLSerializer',
      ': typeof XMLSerializer',
      'Writes XML: `new XMLSerializer().serializeToString(node)`.',
    ),
    member('btoa', '(text: string): string', 'Encodes as Base64.'),
    member('atob', '(text: string): string', 'Decodes Base64.'),
    member('$random', ': Random', 'Values made anew at each use.', 'Random'),
    member(
      '$env',
      ': { [name: string]: string }',
      'Variables of the machine that the script names; empty where the folder is not trusted.',
    ),
    member('$uuid', ': string', 'A new UUID.'),
    member('$timestamp', ': number', 'Seconds since 1970.'),
    member('$isoTimestamp', ': string', 'The time now, as ISO 8601 in UTC.'),
    member('$randomInt', ': number', 'A whole number from 0 to 999.'),
    member(
      'sleep',
      '(milliseconds: number): Promise<void>',
      'Waits: `await sleep(500)`. The time counts towards the limit of the script.',
      undefined,
      { snippet: 'await sleep(${1:500});' },
    ),
    member(
      'setTimeout',
      '(callback: () => void, milliseconds?: number): number',
      'Calls a function later; the script has not ended before.',
    ),
    member('clearTimeout', '(id: number): void', 'Takes back what `setTimeout` was told.'),
  ],
  Client: [
    member(
      'test',
      '(name: string, body: () => void | Promise<void>): void',
      'A test of the answer, run when the script has ended. It passes unless the function throws.',
      undefined,
      { snippet: 'test("${1:name}", () => {\n  $0\n});' },
    ),
    member(
      'assert',
      '(condition: unknown, message?: string): void',
      'Throws the message unless the condition holds. Outside of a test it is a test of its own.',
      undefined,
      { snippet: 'assert(${1:condition}, "${2:message}");' },
    ),
    member('log', '(...values: unknown[]): void', 'Prints a line that stands with the tests of the request.'),
    member('exit', '(): never', 'Ends the script here.'),
    member(
      'global',
      ': GlobalVariables',
      'Variables of the session: requests that follow use them as `{{name}}`.',
      'GlobalVariables',
    ),
    member('variables', ': AllVariables', 'Variables by where they come from.', 'AllVariables'),
  ],
  GlobalVariables: [
    ...changeable('a variable of the session'),
    member(
      'headers',
      ': GlobalHeaders',
      'Headers that requests which follow are sent with.',
      'GlobalHeaders',
    ),
  ],
  GlobalHeaders: [
    member('set', '(name: string, value: string): void', 'Adds a header to every request that follows.'),
    member('clear', '(name: string): void', 'Takes one away.'),
    member('clearAll', '(): void', 'Takes all of them away.'),
  ],
  AllVariables: [
    member('global', ': Variables', 'The same as `client.global`.', 'Variables'),
    member('request', ': Variables', 'Of this request alone.', 'Variables'),
    member('environment', ': ReadableVariables', 'Of the environment that is in force.', 'ReadableVariables'),
    member('file', ': ReadableVariables', 'Of the lines `@name = value` in the file.', 'ReadableVariables'),
  ],
  Variables: changeable('a variable'),
  ReadableVariables: readable('a variable'),
  Request: [
    member('url', ': Template', 'The URL.', 'Template'),
    member('body', ': Template', 'The body, as it is written.', 'Template'),
    member('headers', ': RequestHeaders', 'The headers that the file gives.', 'RequestHeaders'),
    ...ofAnyRequest,
  ],
  SentRequest: [
    member('url', '(): string', 'The URL that was asked for.'),
    member('body', '(): string', 'The body that was sent.'),
    member('headers', ': RequestHeaders', 'All headers that were sent.', 'RequestHeaders'),
    ...ofAnyRequest,
  ],
  Template: [
    member('getRaw', '(): string', 'As it is written, with `{{variables}}`.'),
    member('tryGetSubstituted', '(): string', 'With the variables that are known already.'),
  ],
  RequestHeaders: [
    member('all', '(): RequestHeader[]', 'One after the other, as they go.'),
    member(
      'findByName',
      '(name: string): RequestHeader | null',
      'The first of that name, in any case.',
      'RequestHeader',
    ),
  ],
  RequestHeader: [
    member('name', ': string', 'As it is written.'),
    member('value', '(): string', 'The value.'),
    member('getRawValue', '(): string', 'As it is written, with `{{variables}}`.'),
    member('tryGetSubstituted', '(): string', 'With the variables that are known already.'),
    member('tryGetSubstitutedValue', '(): string', 'The same as `tryGetSubstituted`.'),
  ],
  Response: [
    member('status', ': number', 'The status, for example 200.'),
    member(
      'body',
      ': any',
      'What the body says: a value for JSON, a document for XML, lines or events for a stream, else the text.',
      'Body',
    ),
    member('headers', ': ResponseHeaders', 'The headers of the answer.', 'ResponseHeaders'),
    member('contentType', ': ContentType', 'The type of the body.', 'ContentType'),
    member('cookies', '(): Cookie[]', 'The cookies that the answer sets.'),
    member('cookiesByName', '(name: string): Cookie[]', 'Those of one name.'),
  ],
  Body: [
    member(
      'onEachLine',
      '(subscriber: (line: string, unsubscribe: () => void) => void, onFinish?: () => void): void',
      'For a stream: each line of it.',
    ),
    member(
      'onEachMessage',
      '(subscriber: (message: string, unsubscribe: () => void) => void, onFinish?: () => void): void',
      'For a stream: the data of each event, or each line that is not empty.',
    ),
  ],
  ResponseHeaders: [
    member('valueOf', '(name: string): string | null', 'The first value of that name, in any case.'),
    member('valuesOf', '(name: string): string[]', 'All values of that name.'),
    member('all', '(): { name: string; value: string }[]', 'One after the other, as they came.'),
  ],
  ContentType: [
    member('mimeType', ': string', 'For example `application/json`, in small letters.'),
    member('charset', ': string', 'For example `utf-8`; empty where none is named.'),
  ],
  Crypto: [
    ...hashes.map((name) => member(name, '(): Digest', `A ${name.toUpperCase()} hash.`, 'Digest')),
    member('hmac', ': Hmac', 'Hashes with a secret.', 'Hmac'),
  ],
  Hmac: hashes.map((name) => member(name, '(): HmacKey', `An HMAC by ${name.toUpperCase()}.`, 'HmacKey')),
  HmacKey: [
    member(
      'withTextSecret',
      '(secret: string, encoding?: string): Digest',
      'The secret as text, UTF-8 by default.',
      'Digest',
    ),
    member('withHexSecret', '(secret: string): Digest', 'The secret in hexadecimal digits.', 'Digest'),
    member(
      'withBase64Secret',
      '(secret: string, urlSafe?: boolean): Digest',
      'The secret in Base64.',
      'Digest',
    ),
  ],
  Digest: [
    member(
      'updateWithText',
      '(text: string, encoding?: string): Digest',
      'Adds text, UTF-8 by default.',
      'Digest',
    ),
    member('updateWithHex', '(text: string): Digest', 'Adds bytes in hexadecimal digits.', 'Digest'),
    member(
      'updateWithBase64',
      '(text: string, urlSafe?: boolean): Digest',
      'Adds bytes in Base64.',
      'Digest',
    ),
    member('digest', '(): DigestValue', 'The hash of all that was added.', 'DigestValue'),
  ],
  DigestValue: [
    member('toHex', '(): string', 'In hexadecimal digits, small letters.'),
    member('toBase64', '(urlSafe?: boolean): string', 'In Base64.'),
  ],
  Console: levels.map((name) =>
    member(
      name,
      '(...values: unknown[]): void',
      `Prints a line${name === 'log' ? '' : ` marked as ${name}`}.`,
    ),
  ),
  Random: [
    member('uuid', ': string', 'A new UUID.'),
    member('email', ': string', 'An address of five letters at five letters.'),
    member(
      'integer',
      '(from?: number, to?: number): number',
      'A whole number from the first up to, not including, the second; 0 to 1000 by default.',
    ),
    member(
      'float',
      '(from?: number, to?: number): number',
      'A number from the first up to, not including, the second.',
    ),
    member('alphabetic', '(length: number): string', 'Letters.'),
    member('alphanumeric', '(length: number): string', 'Letters, digits and underscores.'),
    member('hexadecimal', '(length: number): string', 'Hexadecimal digits in capitals.'),
  ],
};
