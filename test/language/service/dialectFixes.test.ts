/** The dialect that the settings choose, and fixes for what depends on it. */
import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { open, type MemoryWorld } from '../../support/memoryHost.ts';

async function findings(text: string, world?: MemoryWorld): Promise<unknown[]> {
  const { service, document } = open(text, world);
  return (await service.diagnostics(document)).map(({ code }) => code);
}

/** The texts after each fix, by its title. */
async function fixed(text: string, world?: MemoryWorld): Promise<Record<string, string>> {
  const { service, document } = open(text, world);
  const actions = service.codeActions(document, await service.diagnostics(document));
  return Object.fromEntries(
    actions.map(({ title, edit }) => [
      title,
      TextDocument.applyEdits(document, edit?.changes?.[document.uri] ?? []),
    ]),
  );
}

const timed = '# @timeout 30\nGET http://h\n';

describe('the dialect setting', () => {
  it('ends what depends on the dialect, unless the file names its own', async () => {
    expect(await findings(timed)).toEqual(['dialect-dependent']);
    expect(await findings(timed, { dialect: 'auto' })).toEqual(['dialect-dependent']);
    expect(await findings(timed, { dialect: 'httpyac' })).toEqual([]);
    expect(await findings(`# @dialect httpyac\n${timed}`)).toEqual([]);
  });

  it('decides which of two values counts', async () => {
    const files =
      '@host = file\nGET http://{{host}}\n//- http-client.env.json\n{ "dev": { "host": "env" } }\n';
    const url = async (world: MemoryWorld) => {
      const { service, document } = open(files, { environment: 'dev', ...world });
      const hover = await service.hover(document, { line: 1, character: 14 });
      return JSON.stringify(hover?.contents);
    };
    expect(await url({})).toMatch(/main\.http:1.*http-client/);
    expect(await url({ dialect: 'jetbrains' })).toMatch(/http-client.*main\.http:1/);
  });
});

describe('what depends on the dialect', () => {
  it('is written plainly, or the file says which tool it is for', async () => {
    expect(await fixed(timed)).toEqual({
      'Write `30 s`': '# @timeout 30 s\nGET http://h\n',
      'Say that the file is for REST Client': `# @dialect rest-client\n${timed}`,
      'Read the file as JetBrains does': `# @dialect jetbrains\n${timed}`,
      'Read the file as httpYac does': `# @dialect httpyac\n${timed}`,
    });
    expect(Object.keys(await fixed('# @ref a\n# @timeout 30\nGET http://h\n'))).toContain('Write `30 ms`');
    expect(await fixed('GET http://h/{{$datetime "dd-MM-yyyy" 1 d}}\n')).toMatchObject({
      'Write `DD-MM-YYYY`': 'GET http://h/{{$datetime "DD-MM-YYYY" 1 d}}\n',
    });
  });

  it('is settled by each of the fixes', async () => {
    for (const text of [timed, `### One\n${timed}`, 'GET http://h/{{$datetime "yyyy"}}\n']) {
      for (const after of Object.values(await fixed(text))) {
        expect(await findings(after), after).not.toContain('dialect-dependent');
      }
    }
  });
});
