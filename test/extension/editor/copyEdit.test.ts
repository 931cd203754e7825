import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { define, machine, noEnvironment } from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';
import { applyChanges, copyEdit } from '../../../src/extension/editor/sending/copyEdit/copyEdit.ts';
import {
  rewriteTemplate,
  urlLiterals,
} from '../../../src/extension/editor/sending/copyEdit/rewriteTemplate.ts';
import { createDraft, editDraft, type Draft } from '../../../src/extension/editor/sending/draft.ts';
import { Session } from '../../../src/extension/http/index.ts';
import { prepareExchange, type PreparedExchange } from '../../../src/extension/runner/index.ts';
import type { PreparedEdit } from '../../../src/extension/webview/protocol.ts';
import { english } from './localize.ts';

const session = new Session({ environment: {} });

/** The last request of a text. */
function prepare(text: string): Promise<PreparedExchange> {
  const file = define(parse(text));
  return prepareExchange(file.requests.at(-1)!, {
    path: '/folder/a.http',
    scope: { ...machine, file, environment: noEnvironment },
    access: { roots: [] },
    openSession: () => ({ name: 'default', session }),
  });
}

interface Copied {
  readonly text: string;
  readonly problems: readonly string[];
}

/** The text after the draft of its last request was edited and the edit copied back. */
async function copied(text: string, edit: (draft: Draft) => PreparedEdit): Promise<Copied> {
  const { exchange, resolved } = await prepare(text);
  const draft = createDraft(exchange.prepared);
  const edited = editDraft(draft, edit(draft));
  const { changes, problems } = copyEdit({
    text,
    definition: resolved.definition,
    draft: edited,
    headerNames: resolved.headers.map(({ name }) => name),
    t: english,
  });
  const result = applyChanges(text, changes);
  if (problems.length === 0) {
    const again = (await prepare(result)).exchange.prepared;
    expect(again.wireHead.requestLine).toBe(edited.current.wireHead.requestLine);
    expect(sorted(again.wireHead.headers)).toEqual(sorted(edited.current.wireHead.headers));
    expect(again.body).toBe(edited.current.body);
  }
  return { text: result, problems };
}

const sorted = (headers: readonly (readonly [string, string])[]): string[] =>
  headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();

type Row = readonly [name: string, value: string];

/** All rows of the draft, with a change made to them. */
const headers =
  (change: (rows: readonly Row[]) => readonly (Row | readonly [string, string, 'off'])[]) =>
  ({ current }: Draft): PreparedEdit => ({
    headers: change([...current.headers]).map(([name, value, off]) => ({
      name,
      value,
      enabled: off === undefined,
    })),
  });

const file = `@host = http://a.test
@who = ada

### First
GET {{host}}/first

### Second
POST {{host}}/second?by={{who}}&n=1
X-By: {{who}}
Content-Type: application/json
X-Last: 1

{
  "by": "{{who}}",
  "n": 1
}

`;

describe('an edit copied to the file', () => {
  it('changes the part of the body that was edited, and no variable', async () => {
    const { text } = await copied(file, () => ({ body: '{\n  "by": "ada",\n  "n": 22\n}' }));
    expect(text).toBe(file.replace('"n": 1', '"n": 22'));
  });

  it('replaces a variable whose value was edited', async () => {
    const { text } = await copied(file, () => ({ body: '{\n  "by": "eve",\n  "n": 1\n}' }));
    expect(text).toBe(file.replace('"by": "{{who}}"', '"by": "eve"'));
  });

  it('adds lines to a body and keeps what is around them', async () => {
    const { text } = await copied(file, () => ({ body: '{\n  "by": "ada",\n  "more": true,\n  "n": 1\n}' }));
    expect(text).toBe(file.replace('  "n": 1', '  "more": true,\n  "n": 1'));
  });

  it('changes method and URL where they stand', async () => {
    const { text } = await copied(file, () => ({ method: 'PUT', url: 'http://a.test/second?by=ada&n=2' }));
    expect(text).toBe(file.replace('POST', 'PUT').replace('n=1', 'n=2'));
  });

  it('changes one value of a URL that is written with spaces and over lines', async () => {
    const before = '@q = tea\nGET http://a.test/a b\n  ?q={{q}}\n  &n=1\n';
    const { text } = await copied(before, () => ({ url: 'http://a.test/a%20b?q=tea&n=3' }));
    expect(text).toBe(before.replace('n=1', 'n=3'));
  });

  it('writes the method of a line that has none', async () => {
    const { text } = await copied('http://a.test/\n', () => ({ method: 'DELETE' }));
    expect(text).toBe('DELETE http://a.test/\n');
  });

  it('changes, adds, removes and moves headers', async () => {
    const edit = headers((rows) => {
      const own = rows.filter(([name]) => !/^(?:X-By|X-Last|Content-Type)$/.test(name));
      return [...own, ['X-Last', '2'], ['X-By', 'ada'], ['X-New', 'é']];
    });
    const { text } = await copied(file, edit);
    expect(text).toBe(
      file.replace(
        'X-By: {{who}}\nContent-Type: application/json\nX-Last: 1\n',
        'X-Last: 2\nX-By: {{who}}\nX-New: é\n',
      ),
    );
  });

  it('says that a default header is not sent', async () => {
    const edit = headers((rows) =>
      rows.map(([name, value]) => (name === 'Accept' ? [name, value, 'off'] : [name, value])),
    );
    const { text } = await copied('GET http://a.test/\nX-A: 1', edit);
    expect(text).toBe('GET http://a.test/\nX-A: 1\n-Accept:');
  });

  it('writes a default header that was given another value', async () => {
    const edit = headers((rows) =>
      rows.map(([name, value]) => [name, name === 'Accept' ? 'text/plain' : value]),
    );
    const { text } = await copied('GET http://a.test/\n\n### Next\n', edit).catch(() => ({ text: '' }));
    expect(text === '' || text.startsWith('GET http://a.test/\nAccept: text/plain\n\n###')).toBe(true);
  });

  it('adds a body and takes one away', async () => {
    const added = await copied('POST http://a.test/\nX-A: 1\n', () => ({ body: 'hello' }));
    expect(added.text).toBe('POST http://a.test/\nX-A: 1\n\nhello\n');
    const gone = await copied(added.text, () => ({ body: '' }));
    expect(gone.text.trimEnd()).toBe('POST http://a.test/\nX-A: 1');
  });

  it('keeps the line ends of the file', async () => {
    const windows = file.replaceAll('\n', '\r\n');
    const { text } = await copied(windows, () => ({ url: 'http://a.test/third?by=ada&n=1' }));
    expect(text).toBe(windows.replace('/second?', '/third?'));
  });

  it('says what cannot be written', async () => {
    const { text, problems } = await copied(file, () => ({ body: 'a\n### b' }));
    expect(text).toBe(file);
    expect(problems).toEqual([expect.stringContaining('mean something else in an .http file')]);
  });
});

describe('a template', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', ' ', 'é', '\n'), maxLength: 5 });
  const part = fc.oneof(
    word.map((text) => ({ text })),
    word.map((value) => ({ value })),
  );

  it('gives the next value whatever its variables are', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.array(word, { maxLength: 5 }), (parts, words) => {
        const values = new Map<string, string>();
        const source = parts
          .map((one, index) => {
            if ('text' in one) return one.text;
            values.set(`v${index}`, one.value);
            return `{{v${index}}}`;
          })
          .join('');
        const fill = (text: string): string =>
          text.replace(/\{\{(v\d)\}\}/g, (_, name: string) => values.get(name) ?? '');
        const next = words.join('');
        expect(fill(rewriteTemplate(source, { value: fill(source), next }))).toBe(next);
      }),
      { numRuns: 300 },
    );
  });

  it('is given up where it is not certain what a variable gave', () => {
    expect(rewriteTemplate('{{a}}-{{b}}', { value: 'x-y-z', next: 'x-q-z' })).toBe('x-q-z');
    expect(rewriteTemplate('{{a}}-{{b}}', { value: 'x-y', next: 'x-q' })).toBe('{{a}}-q');
  });

  it('of a URL knows what escapes stand for', () => {
    const rewrite = (source: string, value: string, next: string): string =>
      rewriteTemplate(source, { value, next, literals: urlLiterals });
    expect(rewrite('{{h}}/a b?é=1', 'http://h/a%20b?%C3%A9=1', 'http://h/a%20b?%C3%A9=2')).toBe(
      '{{h}}/a b?é=2',
    );
    expect(rewrite('{{h}}/a b', 'http://h/a%20b', 'http://h/a%20c')).toBe('{{h}}/a c');
    expect(rewrite('{{h}}/a b', 'http://h/a%20b', 'http://h/a+b')).toBe('{{h}}/a+b');
  });
});
