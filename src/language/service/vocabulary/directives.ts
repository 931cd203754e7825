/**
 * The directives (`# @name value`) that completion offers and hover explains. Keys are spelled as they are
 * offered; every spelling with or without dashes, in any case, is the same directive.
 */

export interface DirectiveEntry {
  readonly name: string;
  readonly description: string;
  /** Snippet of the value; empty when the directive takes none. */
  readonly value: string;
}

const directive = (name: string, value: string, description: string): DirectiveEntry => ({
  name,
  value,
  description,
});

export const directives: readonly DirectiveEntry[] = [
  directive(
    'name',
    '${1:login}',
    'Names the request, so that `{{login.response.body.$.token}}` can refer to its answer.',
  ),
  directive(
    'session',
    '${1:admin}',
    'Sends the request in this session: its cookies, defaults and connections.',
  ),
  directive(
    'prompt',
    '${1:name} ${2:question}',
    'Asks for the value of a variable before sending. Names with `password`, `secret` or `token` are masked.',
  ),
  directive('note', '${1:text}', 'Asks for a confirmation with this text before sending.'),
  directive('no-redirect', '', 'Does not follow redirects; the 3xx answer is shown.'),
  directive('no-cookie-jar', '', 'Neither sends the cookies of the session nor keeps those of the answer.'),
  directive('no-log', '', 'Keeps the exchange out of the history.'),
  directive('no-auto-encoding', '', 'Sends the URL as it is typed, without percent-encoding it.'),
  directive(
    'timeout',
    '${1:30} s',
    'How long to wait for bytes of the answer. A bare number means seconds, except in httpYac files, where it means milliseconds.',
  ),
  directive(
    'connection-timeout',
    '${1:10} s',
    'How long to wait for the connection. Units as in `@timeout`.',
  ),
  directive('proxy', '${1:http://127.0.0.1:3128}', 'Sends the request through this proxy.'),
  directive(
    'verify',
    '${1|true,false|}',
    'With `false`, does not check the certificate of the server. The exchange is marked.',
  ),
  directive('body', 'raw', 'With `raw`, sends every line of the body, comment lines too.'),
  directive(
    'dialect',
    '${1|rest-client,jetbrains,httpyac|}',
    'Reads this file as that tool does, where tools disagree.',
  ),
  directive('title', '${1:text}', 'Title of the request, shown in place of its name.'),
  directive('description', '${1:text}', 'Describes the request.'),
  directive('ref', '${1:login}', 'Sends that request first, unless it has been sent.'),
  directive('forceRef', '${1:login}', 'Sends that request first, every time.'),
  directive(
    'import',
    './${1:shared.http}',
    'Makes the named requests and variables of another file known here.',
  ),
  directive(
    'schema',
    './${1:schema.json}',
    'Checks and completes the JSON body by the JSON schema in this file. Does nothing to what is sent.',
  ),
  directive(
    'graphql-schema',
    './${1:schema.graphql}',
    'Checks and completes GraphQL bodies by the schema in this file. Above the first request, for the whole file.',
  ),
  directive('disabled', '', 'Leaves the request out when all requests of the file are sent.'),
  directive('sleep', '${1:500}', 'Waits before sending; milliseconds.'),
  directive('delay', '${1:500}', 'Waits before sending, like `@sleep`; milliseconds.'),
  directive(
    'loop',
    'for ${1:item} of ${2:items}',
    'Sends the request several times: `for 3`, or `for item of items` with a JSON list, a variable or a path into an answer. `{{item}}`, `{{item.name}}` and `{{$index}}` are those of the round.',
  ),
  directive(
    'tag',
    '${1:smoke}',
    'Labels the request, for `send --tags` in a terminal; several stand between commas.',
  ),
];

/** The entry of a directive in any spelling; undefined for one that is not in the list. */
export function directiveEntry(name: string): DirectiveEntry | undefined {
  return byKey.get(directiveKey(name));
}

/** `No-Redirect` and `noRedirect` are both `noredirect`. */
export function directiveKey(name: string): string {
  return name.toLowerCase().replaceAll('-', '');
}

const byKey = new Map(directives.map((entry) => [directiveKey(entry.name), entry]));
