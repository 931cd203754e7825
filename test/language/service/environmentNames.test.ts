/** Names that environment files own, asked about inside these files. */
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../src/language/service/index.ts';
import { splitFiles, withCaret } from '../../support/markers.ts';
import { createMemoryHost, root, type MemoryWorld } from '../../support/memoryHost.ts';

const project = (environment: string): string => `
GET {{host}}/{{user}}
//- http-client.env.json
${environment}
//- http-client.private.env.json
{ "dev": { "user": "ada" } }
//- deep/other.http
@user = own
GET {{host}}
//- deep/http-client.env.json
{ "dev": { "host": "deep" } }
//- deep/own.http
@host = own
GET {{host}}
`;

const environment = '{ "dev": { "host": "dev", "url": "{{host}}/a" }, "live": { "host": "live" } }';

/** Opens the environment file with its caret. */
function open(marked: string, world?: MemoryWorld) {
  const { text } = withCaret(marked);
  const files = splitFiles(text);
  const [path, withMark] = [...splitFiles(marked)].find(([, one]) => one.includes('$0')) ?? ['', ''];
  const document = TextDocument.create(`${root}/${path}`, 'json', 1, withMark.replace('$0', ''));
  const service = createLanguageService(createMemoryHost(files, world));
  return { service, document, files, position: document.positionAt(withMark.indexOf('$0')) };
}

async function renamed(
  marked: string,
  newName: string,
  world?: MemoryWorld,
): Promise<Record<string, string> | string> {
  const { service, document, files, position } = open(marked, world);
  const edit = await service.rename(document, position, newName);
  if (edit === undefined || typeof edit === 'string') return edit ?? 'nothing to rename';
  return Object.fromEntries(
    Object.entries(edit.changes ?? {}).map(([uri, edits]) => {
      const path = uri.replace(`${root}/`, '');
      return [
        path,
        TextDocument.applyEdits(TextDocument.create(uri, 'http', 1, files.get(path) ?? ''), edits).trim(),
      ];
    }),
  );
}

describe('a key of an environment file', () => {
  it('is renamed in every environment, in values that use it, and in the requests below', async () => {
    expect(await renamed(project(environment.replace('"host": "dev"', '"ho$0st": "dev"')), 'server')).toEqual(
      {
        'http-client.env.json':
          '{ "dev": { "server": "dev", "url": "{{server}}/a" }, "live": { "server": "live" } }',
        'deep/http-client.env.json': '{ "dev": { "server": "deep" } }',
        'main.http': 'GET {{server}}/{{user}}',
        'deep/other.http': '@user = own\nGET {{server}}',
      },
    );
  });

  it('is renamed from a private file as well', async () => {
    expect(await renamed(project(environment).replace('"user": "ada"', '"$0user": "ada"'), 'name')).toEqual({
      'http-client.private.env.json': '{ "dev": { "name": "ada" } }',
      'main.http': 'GET {{host}}/{{name}}',
    });
  });

  it('is not renamed to another key, nor where a setting has it too', async () => {
    const marked = project(environment.replace('"host": "dev"', '"$0host": "dev"'));
    expect(await renamed(marked, 'url')).toBe('"url" is defined already.');
    expect(await renamed(marked, 'server', { settings: { dev: { host: 'x' } } })).toContain(
      'also defined in rest-client.environmentVariables',
    );
    expect(await renamed(marked, 'a b')).toContain('cannot be a name');
  });

  it('shows its definitions and its uses', async () => {
    const places = (found: readonly { uri: string; range: { start: { line: number } } }[]) =>
      found.map(({ uri, range }) => `${uri.replace(`${root}/`, '')}:${range.start.line + 1}`);
    const { service, document, position } = open(project(environment.replace('{{host', '{{ho$0st')));
    expect(places(await service.definition(document, position))).toEqual([
      'http-client.env.json:1',
      'http-client.env.json:1',
      'deep/http-client.env.json:1',
    ]);
    expect(places(await service.references(document, position, false))).toEqual([
      'http-client.env.json:1',
      'main.http:2',
      'deep/other.http:2',
    ]);
  });

  it('is no name where a value or an environment stands', async () => {
    for (const marked of ['"d$0ev": {', '"dev": {"a": "$0b"}']) {
      const { service, document, position } = open(project(environment.replace('"dev": {', marked)));
      expect(await service.prepareRename(document, position)).toBe(undefined);
      expect(await service.definition(document, position)).toEqual([]);
    }
  });
});

describe('a key inside of an object', () => {
  const nested = (json: string): string => `
@a = {{user.name}}
GET {{host}}/{{user.name}}?id={{user.id}}
//- http-client.env.json
${json}
`;
  const json = '{ "dev": { "host": "h", "user": { "name": "ada", "id": 1 }, "hello": "{{user.name}}!" } }';

  it('is renamed with the dotted names that lead to it', async () => {
    expect(await renamed(nested(json.replace('"name"', '"na$0me"')), 'title')).toEqual({
      'http-client.env.json':
        '{ "dev": { "host": "h", "user": { "title": "ada", "id": 1 }, "hello": "{{user.title}}!" } }',
      'main.http': '@a = {{user.title}}\nGET {{host}}/{{user.title}}?id={{user.id}}',
    });
  });

  it('is renamed from where it is used, and stays in its object', async () => {
    const marked = nested(json.replace('{{user.name', '{{user.na$0me'));
    expect(await renamed(marked, 'user.title')).toMatchObject({
      'main.http': '@a = {{user.title}}\nGET {{host}}/{{user.title}}?id={{user.id}}',
    });
    expect(await renamed(marked, 'title')).toBe(
      '"user.name" is a member of "user", so its new name begins with "user.".',
    );
    expect(await renamed(marked, 'user.id')).toBe('"user.id" is defined already.');
  });

  it('takes the names inside of it along', async () => {
    expect(await renamed(nested(json.replace('"user"', '"us$0er"')), 'person')).toEqual({
      'http-client.env.json':
        '{ "dev": { "host": "h", "person": { "name": "ada", "id": 1 }, "hello": "{{person.name}}!" } }',
      'main.http': '@a = {{person.name}}\nGET {{host}}/{{person.name}}?id={{person.id}}',
    });
  });

  it('is found from its use, and offers the name of its member alone', async () => {
    const { service, document, position } = open(nested(json.replace('"name"', '"na$0me"')));
    expect(await service.prepareRename(document, position)).toMatchObject({ placeholder: 'name' });
    expect(await service.definition(document, position)).toHaveLength(1);
    expect(await service.references(document, position, false)).toHaveLength(3);
  });

  it('is none where settings for signing in and secrets of Visual Studio stand', async () => {
    const others = '{ "dev": { "Security": { "Auth": { "a": { "Ty$0pe": "OAuth2" } } } } }';
    const { service, document, position } = open(nested(others));
    expect(await service.prepareRename(document, position)).toBe(undefined);
  });
});
