/** Defining a variable in an environment from where it is used. */
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CreateFile, TextDocumentEdit } from 'vscode-languageserver-types';
import { splitFiles } from '../../support/markers.ts';
import { open, root, type MemoryWorld } from '../../support/memoryHost.ts';

/** The titles of the fixes, each with the file's text afterwards and the place the editor goes to. */
async function fixes(files: string, world?: MemoryWorld): Promise<string[][]> {
  const { service, document } = open(files, world);
  const found = await service.environmentFixes(document, await service.diagnostics(document));
  return found.map(({ title, edit, command }) => {
    const changes = (edit?.documentChanges ?? []) as (CreateFile | TextDocumentEdit)[];
    const made = changes.flatMap((change) =>
      'kind' in change ? [`creates ${change.uri.replace(`${root}/`, '')}`] : [],
    );
    const [change] = changes.filter((one): one is TextDocumentEdit => 'edits' in one);
    const uri = change?.textDocument.uri ?? '';
    const before = TextDocument.create(
      uri,
      'json',
      1,
      splitFiles(files).get(uri.replace(`${root}/`, '')) ?? '',
    );
    const after = TextDocument.applyEdits(
      before,
      (change?.edits ?? []) as Parameters<typeof TextDocument.applyEdits>[1],
    );
    const [, line, character] = (command?.arguments ?? []) as [string, number, number];
    const text = TextDocument.create(uri, 'json', 2, after);
    const caret = text.offsetAt({ line, character });
    return [title, ...made, `${after.slice(0, caret)}|${after.slice(caret)}`];
  });
}

const use = 'GET http://{{host}}\n';

describe('defining a variable in an environment', () => {
  it('adds it to the chosen environment of the nearest file that has it', async () => {
    const files = `${use}//- http-client.env.json\n{\n    // ours\n    "dev": {\n        "a": "1"\n    },\n    "live": {}\n}\n`;
    expect(await fixes(files, { environment: 'dev' })).toEqual([
      [
        'Define host in the environment dev (http-client.env.json)',
        '{\n    // ours\n    "dev": {\n        "a": "1",\n        "host": "|"\n    },\n    "live": {}\n}\n',
      ],
    ]);
  });

  it('offers each environment when none is chosen', async () => {
    const files = `${use}//- http-client.env.json\n{ "dev": {}, "live": {} }\n`;
    expect((await fixes(files)).map(([title]) => title)).toEqual([
      'Define host in the environment dev (http-client.env.json)',
      'Define host in the environment live (http-client.env.json)',
    ]);
  });

  it('leads to the choice when an environment has it already', async () => {
    const { service, document } = open(`${use}//- http-client.env.json\n{ "dev": { "host": "h" } }\n`);
    const found = await service.environmentFixes(document, await service.diagnostics(document));
    expect(found.map(({ title, command }) => [title, command?.command])).toEqual([
      ['Choose an environment…', 'httpSessions.switchEnvironment'],
    ]);
  });

  it('makes a file where there is none', async () => {
    expect(await fixes(use)).toEqual([
      [
        'Define host in a new environment file (http-client.env.json)',
        'creates http-client.env.json',
        '{\n  "dev": {\n    "host": "|"\n  }\n}\n',
      ],
    ]);
  });

  it('puts a secret into the private file', async () => {
    const files =
      'GET http://h/{{token}}\n//- http-client.env.json\n{ "dev": {} }\n//- http-client.private.env.json\n{}\n';
    expect((await fixes(files, { environment: 'dev' })).map(([title]) => title)).toEqual([
      'Define token in the environment dev (http-client.private.env.json)',
    ]);
    expect(
      (await fixes(files.replace('token', 'host'), { environment: 'dev' })).map(([title]) => title),
    ).toEqual(['Define host in the environment dev (http-client.env.json)']);
  });

  it('leaves a broken file alone', async () => {
    expect(
      await fixes(`${use}//- http-client.env.json\n{ "dev": { "a" } }\n`, { environment: 'dev' }),
    ).toEqual([]);
  });
});
