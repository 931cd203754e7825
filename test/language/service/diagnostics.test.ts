import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { underline } from '../../support/markers.ts';
import { open, type MemoryWorld } from '../../support/memoryHost.ts';

const severityNames: Readonly<Record<number, string>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'hint',
};

async function problems(text: string, world?: MemoryWorld): Promise<string> {
  const { service, document } = open(text, world);
  const found = await service.diagnostics(document);
  return underline(
    document.getText(),
    found.map(({ range, severity, code, message }) => ({
      line: range.start.line,
      start: range.start.character,
      end: range.end.line === range.start.line ? range.end.character : range.start.character + 1,
      label: `${severityNames[severity ?? 0] ?? ''} ${String(code)}: ${message as string}`,
    })),
  );
}

/** The text after the first quick fix. */
async function fixed(text: string): Promise<string> {
  const { service, document } = open(text);
  const action = service.codeActions(document, await service.diagnostics(document))[0];
  const edits = action?.edit?.changes?.[document.uri];
  return edits === undefined
    ? 'no fix'
    : `${action?.title ?? ''}\n${TextDocument.applyEdits(document, edits)}`;
}

describe('diagnostics', () => {
  it('are none for a good file', async () => {
    const text = `@host = https://example.com

### Log in
# @name login
# @prompt password
POST {{host}}/login?id={{$guid}}
Content-Type: application/json

{ "password": "{{password}}" }

###
GET {{host}}/me?a={{login.response.body.$.a}}
`;
    expect(await problems(text)).toBe(text);
  });

  it('know the names that a script sets', async () => {
    const text = `GET https://example.com/{{token}}

> {% client.global.set("token", response.body.token) %}
`;
    expect(await problems(text)).not.toContain('unresolved-variable');
  });

  it('name requests that the file does not have', async () => {
    expect(await problems('GET https://example.com/{{login.response.body.$.a}}')).toMatchInlineSnapshot(`
      "GET https://example.com/{{login.response.body.$.a}}
                                ^^^^^ warning unknown-request: No request in this file is named "login"."
    `);
  });

  it('name variables that nothing defines', async () => {
    expect(await problems('GET https://example.com/{{user}}\nX: {{user.name}}\n')).toMatchInlineSnapshot(`
      "GET https://example.com/{{user}}
                                ^^^^ warning unresolved-variable: "user" is not defined in this file.
      X: {{user.name}}
           ^^^^^^^^^ warning unresolved-variable: "user.name" is not defined in this file.
      "
    `);
  });

  it('name the environment in which a variable is missing', async () => {
    const text = `GET https://example.com/{{user}}/{{host}}
//- http-client.env.json
{ "dev": { "host": "a" }, "prod": { "user": "b" } }
`;
    expect(await problems(text, { environment: 'dev' })).toMatchInlineSnapshot(`
      "GET https://example.com/{{user}}/{{host}}
                                ^^^^ warning unresolved-variable: "user" is not defined in this file or in the environment dev."
    `);
  });

  it('say that a variable waits for an environment to be chosen', async () => {
    const text = `GET https://{{host}}/
//- http-client.env.json
{ "dev": { "host": "a" }, "prod": { "host": "b" }, "none": {} }
`;
    expect(await problems(text)).toMatchInlineSnapshot(`
      "GET https://{{host}}/
                    ^^^^ warning unresolved-variable: "host" is defined in dev, prod, but no environment is chosen."
    `);
  });

  it('take an environment that was chosen for another folder as none', async () => {
    const text = `GET https://{{host}}/
//- http-client.env.json
{ "dev": { "host": "a" } }
`;
    expect(await problems(text, { environment: 'elsewhere' })).toMatchInlineSnapshot(`
      "GET https://{{host}}/
                    ^^^^ warning unresolved-variable: "host" is defined in dev, but no environment is chosen."
    `);
  });

  it('read the setting of REST Client', async () => {
    const settings = { $shared: { a: '1' }, dev: { b: '2' } };
    expect(await problems('GET https://example.com/{{a}}/{{b}}', { settings, environment: 'dev' })).toBe(
      'GET https://example.com/{{a}}/{{b}}',
    );
  });

  it('name files that are not there', async () => {
    expect(
      await problems(
        'POST https://example.com\n\n< ./here.json\n\n###\nPOST https://example.com\n\n< ./gone.json\n//- here.json\n{}',
      ),
    ).toMatchInlineSnapshot(`
      "POST https://example.com

      < ./here.json

      ###
      POST https://example.com

      < ./gone.json
        ^^^^^^^^^^^ warning missing-file: There is no file "./gone.json" beside this document."
    `);
  });
});

describe('quick fixes', () => {
  it('define a variable that nothing defines', async () => {
    expect(await fixed('GET https://example.com/{{user}}')).toBe(
      'Define @user in this file\n@user = \nGET https://example.com/{{user}}',
    );
  });
});
