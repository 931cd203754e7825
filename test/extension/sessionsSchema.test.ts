/** The schema that VS Code checks and completes `http-sessions.json` by, against what is read. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { getLanguageService, type JSONSchema } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { defaultKeys, defaultsFileName, readDefaultsFile } from '../../src/language/semantics/index.ts';

const project = new URL('../../', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, project), 'utf8'));
const schema = read('schemas/http-sessions.schema.json') as JSONSchema;
const service = getLanguageService({});
service.configure({ schemas: [{ uri: 'sessions', fileMatch: [`*${defaultsFileName}`], schema }] });

const documentOf = (text: string) => TextDocument.create(`file:///${defaultsFileName}`, 'json', 1, text);

async function complains(text: string): Promise<boolean> {
  const document = documentOf(text);
  return (await service.doValidation(document, service.parseJSONDocument(document), {}, schema)).length > 0;
}

async function completions(text: string): Promise<string[]> {
  const document = documentOf(text.replace('$0', ''));
  const position = document.positionAt(text.indexOf('$0'));
  const list = await service.doComplete(document, position, service.parseJSONDocument(document));
  return (list?.items ?? []).map(({ label }) => label.replaceAll('"', ''));
}

/** Of each key something that it takes and something that it does not. */
const values: Readonly<
  Record<string, { readonly good: readonly unknown[]; readonly bad: readonly unknown[] }>
> = {
  headers: { good: [{}, { A: 'x', B: ['x', 'y'], C: null }], bad: ['x', { A: 1 }, { A: [1] }] },
  params: { good: [{ a: 1, b: [true, null], c: 'x' }], bad: ['a=1', { a: {} }] },
  auth: { good: ['Bearer {{t}}', null], bad: [1, {}] },
  verify: { good: [true, './ca.pem'], bad: [1, null] },
  ca: { good: ['./a.pem', ['./a.pem'], null], bad: [true, [1]] },
  cert: {
    good: ['./a.pem', null, { certificate: 'a', key: 'b' }, { pfx: 'a', passphrase: '{{$secret p}}' }],
    bad: [1, { crt: 'a' }, { key: 1 }],
  },
  proxies: {
    good: ['http://p', null, { http: null, no: ['a'] }, { all: 'p', no: 'a' }],
    bad: [1, { ftp: 'x' }],
  },
  timeout: { good: [5, 0, { connect: 1, read: 0.5, total: 9 }], bad: ['5', -1, { read: null }] },
  redirects: { good: [false, { follow: true, max: 0 }], bad: [3, { max: -1 }, { max: 1.5 }] },
  cookies: { good: [true], bad: ['on', null] },
};

describe('the schema of session defaults', () => {
  it('knows every key that is read, and no other', () => {
    expect(Object.keys(values)).toEqual(Object.keys(defaultKeys));
  });

  it.each(Object.entries(values))('says of %s what the reader says', async (key, { good, bad }) => {
    for (const value of [...good, ...bad]) {
      const text = JSON.stringify({ sessions: { admin: { [key]: value } } });
      const { problems } = readDefaultsFile({ origin: '', folder: '', text });
      const isBad = bad.includes(value);
      expect([text, problems.length > 0], text).toEqual([text, isBad]);
      expect([text, await complains(text)], text).toEqual([text, isBad]);
    }
  });

  it('says of the outside what the reader says', async () => {
    for (const text of ['[]', '{ "session": {} }', '{ "sessions": [] }', '{ "sessions": { "a": 1 } }']) {
      const { problems } = readDefaultsFile({ origin: '', folder: '', text });
      expect([text, problems.length > 0, await complains(text)]).toEqual([text, true, true]);
    }
    expect(await complains('{\n  // a note\n  "$schema": "x", "sessions": { "a": {}, },\n}')).toBe(false);
  });

  it('completes keys of a session and of what is in it', async () => {
    expect(await completions('{ "sessions": { "admin": { $0 } } }')).toEqual(
      expect.arrayContaining(['headers', 'auth', 'proxies', 'cookies']),
    );
    expect(await completions('{ "sessions": { "admin": { "timeout": { $0 } } } }')).toEqual(
      expect.arrayContaining(['connect', 'read', 'total']),
    );
    expect(await completions('{ "sessions": { "admin": { "auth": $0 } } }')).toEqual(
      expect.arrayContaining(['Bearer', 'Basic']),
    );
  });

  it('is for the file of that name', () => {
    const manifest = read('package.json') as {
      readonly contributes: {
        readonly jsonValidation: readonly { readonly fileMatch: unknown; readonly url: string }[];
      };
    };
    expect(manifest.contributes.jsonValidation).toContainEqual({
      fileMatch: [defaultsFileName],
      url: './schemas/http-sessions.schema.json',
    });
  });
});
