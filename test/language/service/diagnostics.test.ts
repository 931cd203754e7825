import { describe, expect, it } from 'vitest';
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
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

describe('diagnostics of a file with more than anybody reads', () => {
  it('are the thousand worst', async () => {
    const { service, document } = open(`GET http://h\n${'# @nope\n###\n'.repeat(1500)}\nrun ./main.http\n`);
    const found = await service.diagnostics(document);
    expect(found).toHaveLength(1000);
    expect(found[0]).toMatchObject({ code: 'run-cycle', severity: DiagnosticSeverity.Error });
    expect(found[999]).toMatchObject({ code: 'unknown-directive' });
  });

  it('are two thousand of one request, its errors left aside', async () => {
    const { service, document } = open(`${'@a\n'.repeat(3000)}GET \n`);
    expect((await service.diagnostics(document))[0]).toMatchObject({ severity: DiagnosticSeverity.Error });
  });
});

describe('diagnostics of variables', () => {
  it('point out what nothing uses', async () => {
    expect(await problems('@host = a\n@rest = b\n\nGET http://{{host}}\n')).toMatchInlineSnapshot(`
      "@host = a
      @rest = b
      ^^^^^^^^^ hint unused-variable: "rest" is not used.

      GET http://{{host}}
      "
    `);
    const { service, document } = open('@rest = b\nGET http://h\n');
    expect((await service.diagnostics(document))[0]?.tags).toEqual([DiagnosticTag.Unnecessary]);
    expect(await fixed('@rest = b\nGET http://h\n')).toBe('Remove the variable\nGET http://h\n');
  });

  it('take a name in a script, an expression or an importing file for a use', async () => {
    expect(
      await problems('@a = 1\nGET http://h\n\n> {% client.log(request.variables.get("a")) %}\n'),
    ).not.toContain('unused');
    expect(await problems('@a = 1\nGET http://h/{{a + 1}}\n')).not.toContain('unused');
    expect(await problems('@a = 1\nGET http://h/{{$processEnv %a}}\n')).not.toContain('unused');
    expect(await problems('@a = 1\nGET http://h\n//- b.http\nimport main.http\nGET {{a}}')).not.toContain(
      'unused',
    );
    expect(await problems('@a = 1\n')).not.toContain('unused');
  });

  it('take a name in a file that is filled or run for a use', async () => {
    const text = '@a = 1\n@b = 2\n@c = 3\nPOST http://h\n\n<@ ./x.json\n\n> ./y.js\n';
    const files = '//- x.json\n{{a}}\n//- y.js\nclient.log(request.variables.get("b"))\n';
    const found = await problems(text + files);
    expect(found).toContain('"c" is not used.');
    expect(found).not.toContain('"a" is not used.');
    expect(found).not.toContain('"b" is not used.');
    expect(await problems(text)).not.toContain('unused');
  });

  it('point out what hides the environment, and what it hides in JetBrains', async () => {
    const files = '\n//- http-client.env.json\n{ "dev": { "host": "b" } }';
    const text = '@host = a\n\nGET http://{{host}}\n';
    expect(await problems(text + files, { environment: 'dev' })).toMatchInlineSnapshot(`
      "@host = a
       ^^^^ hint shadowed-variable: "host" hides its value from http-client.env.json:1. JetBrains takes that one.

      GET http://{{host}}
      "
    `);
    expect(await problems(`# @dialect jetbrains\n${text}${files}`, { environment: 'dev' })).toContain(
      'hint shadowed-variable: "host" is hidden by its value from http-client.env.json:1.',
    );
    expect(await problems(text + files)).not.toContain('shadowed');
  });
});

describe('diagnostics of bodies', () => {
  const json = 'POST http://h\nContent-Type: application/json\n\n';

  it('say where JSON is broken', async () => {
    expect(await problems(`${json}{\n  "a": 1\n  "b": 2\n}\n`)).toMatchInlineSnapshot(`
      "POST http://h
      Content-Type: application/json

      {
        "a": 1
        "b": 2
        ^^^ warning broken-json: Comma expected: the body is no JSON and is sent as it is.
      }
      "
    `);
    expect(await problems(`${json}{"a": 1,}\n`)).toContain('broken-json');
  });

  it('let holes stand for whatever fits', async () => {
    for (const body of [
      '{"a": {{b}}, "{{c}}": "x{{d}}y"}',
      '{{all}}',
      '[{{a}}, -{{b}}{{c}}]',
      '{ {{members}} }',
      '{"a": 1 {{more}}}',
      '{"a": "{{$datetime "YYYY"}}"}',
      '{"a":{"b":{{c}}}}',
      '# comment\n{\n  // c\n  "a": 1 }',
    ]) {
      expect(await problems(json + body)).not.toContain('broken-json');
    }
  });

  it('leave what is not said to be JSON alone', async () => {
    expect(await problems('POST http://h\n\n{"a"}\n')).not.toContain('broken-json');
    expect(await problems('POST http://h\nContent-Type: application/x-ndjson\n\n{}\n{}\n')).not.toContain(
      'broken',
    );
    expect(await problems(`${json}< ./a.json\n`)).not.toContain('broken-json');
  });

  it('point out comments that would be sent', async () => {
    expect(await problems(`${json}{\n  // left out\n  "a": "//" // sent\n}\n`)).toMatchInlineSnapshot(`
      "POST http://h
      Content-Type: application/json

      {
        // left out
      ^^^^^^^^^^^^^ hint comment-in-body: Comment lines in a body are not sent.
        "a": "//" // sent
                  ^^^^^^^ information json-comment: JSON has no comments; this one is sent.
      }
      "
    `);
  });

  it('say when no part begins, and when a part of a form has no name', async () => {
    expect(await problems('POST http://h\nContent-Type: multipart/form-data; boundary=b\n\n--c\nx\n'))
      .toMatchInlineSnapshot(`
      "POST http://h
      Content-Type: multipart/form-data; boundary=b

      --c
      ^^^ warning multipart-without-parts: No part begins with the boundary \`--b\`.
      x
      "
    `);
    expect(
      await problems(
        'POST http://h\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Type: text/plain\n\nx\n--b\nContent-Disposition: form-data; name="a"\n\ny\n--b--\n',
      ),
    ).toMatchInlineSnapshot(`
      "POST http://h
      Content-Type: multipart/form-data; boundary=b

      --b
      ^^^ information part-without-name: A part of a form has a name: \`Content-Disposition: form-data; name="…"\`.
      Content-Type: text/plain

      x
      --b
      Content-Disposition: form-data; name="a"

      y
      --b--
      "
    `);
  });
});

describe('diagnostics of what tools read differently', () => {
  it('say how it is read', async () => {
    expect(
      await problems(`# @timeout 30
POST http://h/{{$datetime "dd-MM-yyyy"}}

< ./a.json
//- a.json
{"a": {{b}}}`),
    ).toMatchInlineSnapshot(`
      "# @timeout 30
                 ^^ hint dialect-dependent: 30 means seconds; httpYac reads milliseconds. Write \`30 s\`.
      POST http://h/{{$datetime "dd-MM-yyyy"}}
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ hint dialect-dependent: Because of \`yyyy\` the format is read as in Visual Studio: \`dd\` is the day. REST Client writes \`DD-MM-YYYY\`.

      < ./a.json
        ^^^^^^^^ hint dialect-dependent: "./a.json" holds variables and is sent as it is; JetBrains fills them. Write \`<@\` to fill them."
    `);
  });

  it('are none when the file says which tool it is for', async () => {
    expect(await problems('# @dialect httpyac\n# @timeout 30\nGET http://h\n')).not.toContain(
      'dialect-dependent',
    );
    expect(await problems('# @timeout 30 s\nGET http://h\n')).not.toContain('dialect-dependent');
  });
});

describe('diagnostics of GraphQL bodies', () => {
  it('find variables that are no JSON', async () => {
    expect(
      await problems('GRAPHQL https://example.com\n\nquery A($a: Int) { b }\n\n{ "a": {{a}}, "b": }\n'),
    ).toContain(
      '{ "a": {{a}}, "b": }\n                   ^ warning broken-json: Value expected: the variables are no',
    );
  });
});
