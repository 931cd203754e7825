import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { splitFiles } from '../../support/markers.ts';
import { openAtCaret, root, type MemoryWorld } from '../../support/memoryHost.ts';

const shared = `
//- shared.http
@host = https://example.com

### Log in
# @name login
POST {{host}}/login
`;

async function codes(marked: string, world?: MemoryWorld): Promise<string[]> {
  const { service, document } = openAtCaret(marked, world);
  return (await service.diagnostics(document))
    .filter(({ code }) => code !== 'not-run-yet')
    .map(({ code, message }) => `${String(code)}: ${message as string}`);
}

const short = (uri: string): string => uri.replace(`${root}/`, '');

async function definitions(marked: string, world?: MemoryWorld): Promise<string[]> {
  const { service, document, position } = openAtCaret(marked, world);
  return (await service.definition(document, position)).map(
    ({ uri, range: { start } }) => `${short(uri)}:${start.line + 1}:${start.character + 1}`,
  );
}

/** All files that a rename changes, as they are then; or why it does not. */
async function renamed(marked: string, newName: string, world?: MemoryWorld): Promise<string> {
  const { service, document, position } = openAtCaret(marked, world);
  const edit = await service.rename(document, position, newName);
  if (edit === undefined) return 'nothing to rename';
  if (typeof edit === 'string') return edit;
  const files = splitFiles(marked.replace('$0', ''));
  return Object.entries(edit.changes ?? {})
    .map(([uri, edits]) => {
      const text = TextDocument.create(uri, 'http', 1, files.get(short(uri)) ?? '');
      return `//- ${short(uri)}\n${TextDocument.applyEdits(text, edits)}`;
    })
    .sort()
    .join('\n');
}

describe('names of imported files', () => {
  it('are known to diagnostics', async () => {
    const uses = 'GET {{host}}/{{login.response.body.$.a}}/{{login.token}}$0\n';
    expect(await codes(`import shared.http\n\n${uses}${shared}`)).toEqual([]);
    expect(await codes(`# @import ./shared.http\n${uses}${shared}`)).toEqual([]);
    expect(await codes(`${uses}${shared}`)).toHaveLength(3);
  });

  it('are known through other imports', async () => {
    expect(await codes(`import a.http\n\nGET {{host}}$0\n//- a.http\nimport shared.http\n${shared}`)).toEqual(
      [],
    );
  });

  it('are all that is known', async () => {
    expect(await codes(`import shared.http\n\nGET {{nope}}/{{other.response.status}}$0\n${shared}`)).toEqual([
      'unresolved-variable: "nope" is not defined in this file or in the files it imports.',
      'unknown-request: No request in this file or in the files it imports is named "other".',
    ]);
  });

  it('are not asked about when a file cannot be read', async () => {
    expect(await codes('import {{path}}\n\nGET {{nope}}$0\n')).not.toContain('unresolved-variable');
    expect(await codes('import none.http\n\nGET http://h/{{nope}}$0\n')).toEqual([
      'missing-file: There is no file "none.http" beside this document.',
    ]);
  });

  it('are offered by completion', async () => {
    const { service, document, position } = openAtCaret(`import shared.http\n\nGET {{$0}}\n${shared}`);
    const { items } = await service.completion(document, position);
    expect(items.slice(0, 2).map(({ label, detail }) => [label, detail])).toEqual([
      ['host', 'https://example.com'],
      ['login', 'POST {{host}}/login'],
    ]);
  });

  it('are explained by hover with their file', async () => {
    const { service, document, position } = openAtCaret(`import shared.http\n\nGET {{ho$0st}}\n${shared}`);
    expect(JSON.stringify(await service.hover(document, position))).toContain('from shared.http:1');
  });

  it('lose against the file itself', async () => {
    const { service, document, position } = openAtCaret(
      `import shared.http\n\n@host = mine\nGET {{ho$0st}}\n${shared}`,
    );
    const text = JSON.stringify(await service.hover(document, position));
    expect(text).toContain('from main.http:3');
    expect(text).toContain('shared.http:1');
  });

  it('are found by definition', async () => {
    expect(await definitions(`import shared.http\n\nGET {{ho$0st}}\n${shared}`)).toEqual(['shared.http:1:2']);
    expect(await definitions(`import shared.http\n\nrun #log$0in\n${shared}`)).toEqual(['shared.http:4:9']);
  });
});

describe('loops', () => {
  it('define their variable, the parts of it, and the index', async () => {
    const text = `@users = []

### each
# @loop for user of users
GET http://h/{{user.id}}/{{user}}/{{$index}}/{{other}}$0
`;
    expect(await codes(text)).toEqual(['unresolved-variable: "other" is not defined in this file.']);
  });
});

describe('cycles', () => {
  it('of imports are named', async () => {
    const text = `import a.http
import c.http

GET http://h$0
//- a.http
import b.http
//- b.http
import main.http
//- c.http
import c.http
`;
    expect(await codes(text)).toEqual([
      'import-cycle: The imports lead in a cycle: main.http → a.http → b.http → main.http.',
    ]);
    expect(await codes('import main.http\n\nGET http://h$0\n')).toEqual([
      'import-cycle: The imports lead in a cycle: main.http → main.http.',
    ]);
  });

  it('of files that run each other are named', async () => {
    const text =
      'run ./a.http\nrun ./c.http\n$0\n//- a.http\nrun ./b.http\n//- b.http\nrun ./main.http\n//- c.http\nrun ./a.http\n';
    expect(await codes(text)).toEqual([
      'run-cycle: The files run each other: main.http → a.http → b.http → main.http.',
      'run-cycle: The files run each other: main.http → c.http → a.http → b.http → main.http.',
    ]);
  });

  it('of requests that need each other are named', async () => {
    const text = `# @name a\n# @ref b\nGET http://h$0\n\n###\n# @name b\n# @ref c\nGET http://h\n\n###\n# @name c\n# @forceRef a\nGET http://h\n`;
    expect(await codes(text)).toEqual(['dependency-cycle: The requests need each other: a → b → c → a.']);
  });

  it('of variables are named', async () => {
    expect(await codes('@a = {{b}}\n@b = x{{c}}\n@c = {{a}}\nGET http://h/{{a}}$0\n')).toContain(
      'variable-cycle: "a" is defined by itself: a → b → c → a.',
    );
    expect(await codes('@a = 1\n@a = {{a}}2\nGET http://h/{{a}}$0\n')).not.toContain('variable-cycle');
  });
});

describe('rename across files', () => {
  it('changes the file that defines a name and all that import it', async () => {
    expect(
      await renamed(
        `import shared.http

GET {{ho$0st}}/a
${shared}
//- third.http
# @import shared.http
GET {{host}}/b
//- own.http
import shared.http
@host = other
GET {{host}}/c
//- stranger.http
GET {{host}}/d`,
        'base',
      ),
    ).toMatchInlineSnapshot(`
      "//- main.http
      import shared.http

      GET {{base}}/a

      //- shared.http
      @base = https://example.com

      ### Log in
      # @name login
      POST {{base}}/login

      //- third.http
      # @import shared.http
      GET {{base}}/b"
    `);
  });

  it('changes the keys of environment files', async () => {
    expect(
      await renamed(
        `GET {{ho$0st}}/a
//- http-client.env.json
{ "dev": { "host": "a", "other": "host" }, "prod": { "host": "b" } }
//- http-client.private.env.json
{ "dev": { "host": "c" } }
//- below/two.http
GET {{host}}
//- below/three.http
@host = x
GET {{host}}`,
        'base',
        { environment: 'dev' },
      ),
    ).toMatchInlineSnapshot(`
      "//- below/two.http
      GET {{base}}
      //- http-client.env.json
      { "dev": { "base": "a", "other": "host" }, "prod": { "base": "b" } }
      //- http-client.private.env.json
      { "dev": { "base": "c" } }
      //- main.http
      GET {{base}}/a"
    `);
  });

  it('changes nothing when it cannot change everything', async () => {
    expect(await renamed('GET {{ho$0st}}\n//- .env\nhost=a\n', 'base')).toBe(
      '"host" is also defined in .env, which is not changed from here.',
    );
    const settings = { dev: { host: 'a' } };
    expect(await renamed('GET {{ho$0st}}\n', 'base', { settings, environment: 'dev' })).toBe(
      '"host" is also defined in rest-client.environmentVariables, which is not changed from here.',
    );
  });

  it('refuses a name that is taken', async () => {
    expect(await renamed('@ho$0st = a\n@base = b\nGET {{host}}\n', 'base')).toBe(
      '"base" is defined already.',
    );
  });
});
