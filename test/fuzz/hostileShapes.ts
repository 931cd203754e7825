/** Texts that nobody writes and that must cost no more than others: one thing, repeated to a length. */

const post = 'POST https://a.test\n\n';
const get = 'GET https://a.test\n';
const multipart = 'POST https://a.test\nContent-Type: multipart/mixed; boundary=b\n\n';

/** What stands in front, and what is repeated. */
const shapes: Readonly<Record<string, readonly [start: string, repeated: string]>> = {
  'one line': ['', 'a'],
  'one line of blanks': ['', ' '],
  'empty lines': ['', '\n'],
  'carriage returns': ['', '\r'],
  'CRLF lines': ['', '\r\n'],
  'empty blocks': ['', '###\n'],
  'small requests': ['', '###\nGET a\n'],
  'one line of hashes': ['', '#'],
  'open braces': [post, '{{'],
  'open braces in a variable': ['@a = ', '{{'],
  'references in one line': [post, '{{a}}'],
  'references in lines': [post, '{{a}}\n'],
  'lines of open braces': [post, '{{\n'],
  'scripts of httpYac': [post, '{{\n}}\n'],
  'colons and braces': [get, '{:'],
  variables: ['', '@a={{a}}\n'],
  directives: ['', '# @a b\n'],
  comments: ['', '#\n'],
  'block comments': ['', '/**/\n'],
  'an open comment': ['/*', '*\n'],
  headers: [get, 'a: b\n'],
  'headers without a colon': [get, 'a\n'],
  'folded lines': [`${get}A: b\n`, ' \tb\n'],
  'indented lines': [get, ' a\n'],
  'lines of a query': [get, '&a=1\n'],
  text: [post, 'a\n'],
  'text and comments': [post, 'a\n#\n'],
  escapes: [post, '\\# a\n'],
  'body files': [post, '< a\n'],
  'suspicious variables': [post, '@a=1\n'],
  'suspicious requests': [post, 'GET /\n'],
  parts: [multipart, '--b\nA: 1\n\nx\n'],
  boundaries: [multipart, '--b\n'],
  'boundaries that are none': [multipart, '--c\n< a\n'],
  scripts: [post, '> {% %}\n'],
  'scripts above': ['', '< {%%}\n'],
  'open scripts': [post, '> {%\n###\n'],
  outputs: [post, '>> a\n'],
  assertions: [post, '?? a\n'],
  'recorded answers': ['', 'HTTP/1.1 200\n###\n'],
  'curl commands': ['', 'curl a\n###\n'],
  'an open quote of curl': ["curl '", 'a\n'],
  'options of curl': ['curl ', '-d a \\\n'],
  'a run with parentheses': ['run a ', '('],
  'headings in Markdown': ['POST a\nContent-Type: text/markdown\n\n', '### a\n'],
};

export interface HostileText {
  readonly name: string;
  readonly text: string;
}

/** Each shape, at least that long. */
export function* hostileTexts(length: number): Generator<HostileText> {
  for (const [name, [start, repeated]] of Object.entries(shapes)) {
    yield { name, text: start + repeated.repeat(Math.ceil(length / repeated.length)) };
  }
}
