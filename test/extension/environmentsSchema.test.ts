/** The schema that VS Code checks environment files by, against files as people have them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { getLanguageService, type JSONSchema } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { environmentFilesIn } from '../../src/language/semantics/index.ts';

const project = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, project), 'utf8');
const schema = JSON.parse(read('schemas/environments.schema.json')) as JSONSchema;
const service = getLanguageService({});

async function complaints(text: string): Promise<string[]> {
  const document = TextDocument.create('file:///http-client.env.json', 'json', 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document), {}, schema);
  return found.map(({ message }) => (typeof message === 'string' ? message : message.value));
}

describe('the schema of environment files', () => {
  it('accepts what is read', async () => {
    const texts = [
      read('examples/http-client.env.json'),
      '{ "$shared": { "a": 1 }, "dev": { "b": { "c": [true, null] } }, "none": null }',
      '{\n  // a note\n  "dev": { "host": "{{scheme}}://x", },\n}',
      '{ "dev": { "key": { "provider": "AzureKeyVault", "secretName": "k" } } }',
      '{ "dev": { "Security": { "Auth": { "a": { "Type": "OAuth2", "PKCE": true, "Custom Request Parameters": {} } } } } }',
      '{ "dev": { "Security": "high" } }',
      '{ "dev": { "SSLConfiguration": { "verifyHostCertificate": false } } }',
    ];
    for (const text of texts) expect(await complaints(text), text).toEqual([]);
  });

  it('refuses what gives no environment', async () => {
    expect(await complaints('{ "dev": "http://x" }')).toEqual([
      'Incorrect type. Expected one of object, null.',
    ]);
    expect(await complaints('[]')).toEqual(['Incorrect type. Expected "object".']);
    expect(await complaints('{ "dev": { "key": { "provider": 1 } } }')).toHaveLength(1);
  });

  it('is for every JSON file that is read', () => {
    const manifest = JSON.parse(read('package.json')) as {
      readonly contributes: {
        readonly jsonValidation: readonly { readonly fileMatch: readonly string[]; readonly url: string }[];
      };
    };
    const names = manifest.contributes.jsonValidation.flatMap(({ fileMatch, url }) =>
      url.endsWith('/environments.schema.json') ? fileMatch : [],
    );
    const found = environmentFilesIn(names, []).map(({ path }) => path);
    expect(found.toSorted()).toEqual(names.toSorted());
    expect(names).toContain('http-client.private.env.json');
  });
});
