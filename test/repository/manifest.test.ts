/** What package.json promises is there, and what is there is promised. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'glob';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../host/folders.ts';

interface Menu {
  readonly command?: string;
  readonly when?: string;
}
interface Manifest {
  readonly main: string;
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly keybindings: readonly { readonly command: string; readonly when?: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly markdownDescription: string }>>;
    };
  };
}

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const strings = JSON.parse(read('package.nls.json')) as Readonly<Record<string, string>>;
const sources = globSync(['src/extension/extension.ts', 'src/extension/editor/**/*.ts'], {
  cwd: projectFolder,
})
  .map(read)
  .join('\n');
const sorted = (values: Iterable<string>) => [...new Set(values)].sort();
const { commands, menus, keybindings, configuration } = manifest.contributes;
const ids = sorted(commands.map(({ command }) => command));

/** Ids in quotes that belong to a view, a panel or a context key, not to a command. */
const notCommands =
  /^httpSessions\.(exchange|cookie|sessions|history|tokens|hasTokens|historyFiltered|exchangeState|exchangeKind|running|caretInRequest|hasPrevious|draftEdited|findVisible|sessionsEmpty)$/;

describe('commands', () => {
  it('are all registered, and none beside them', () => {
    const registered = sources.matchAll(
      /\bid: '(httpSessions\.\w+)'|registerCommand\(\s*'(httpSessions\.\w+)'/g,
    );
    expect(sorted(Array.from(registered, ([, id, direct]) => id ?? direct ?? ''))).toEqual(ids);
  });

  it('that the code names exist', () => {
    const named = Array.from(sources.matchAll(/'(httpSessions\.\w+)'/g), ([, id]) => id ?? '');
    expect(sorted(named.filter((id) => !notCommands.test(id) && !ids.includes(id)))).toEqual([]);
  });

  it('that menus and keys name exist', () => {
    const named = [...Object.values(menus).flat(), ...keybindings].flatMap(({ command }) => command ?? []);
    expect(named.filter((id) => id.startsWith('httpSessions.') && !ids.includes(id))).toEqual([]);
  });

  it('each have a place in the palette that says when', () => {
    const palette = menus['commandPalette'] ?? [];
    expect(sorted(palette.flatMap(({ command }) => command ?? []))).toEqual(ids);
    expect(palette.filter(({ when }) => when === undefined || when === '')).toEqual([]);
  });

  it('have keys only where an http editor, our panel or our view is active', () => {
    const here = /editorLangId == http|httpSessions\.exchange|httpSessions\.(?:sessions|history|tokens)/;
    expect(keybindings.filter(({ when }) => !here.test(when ?? ''))).toEqual([]);
  });

  it('leave every key in the editor to another extension that shall have it', () => {
    const alternatives = keybindings.flatMap(({ command, when = '' }) =>
      when
        .replace(/\([^()]*\)/g, (group) => group.replaceAll('||', 'or'))
        .split('||')
        .filter((alternative) => alternative.includes('editorTextFocus'))
        .map((alternative) => `${command}: ${alternative}`),
    );
    expect(alternatives.length).toBeGreaterThan(5);
    expect(alternatives.filter((one) => !one.includes('!httpSessions.yields'))).toEqual([]);
  });

  it('share one category', () => {
    expect(sorted(commands.map(({ category }) => category))).toHaveLength(1);
  });
});

/** The second says which of several tools' settings is in force. */
const settingReaders = [
  'src/extension/editor/settings/settingSources.ts',
  'src/extension/editor/settings/settings.ts',
];

describe('settings', () => {
  const declared = sorted(Object.keys(configuration.properties));

  it('are all read, and every one that is read is declared', () => {
    const settings = settingReaders.map(read).join('\n');
    const keys = Array.from(
      settings.matchAll(/'([a-z]\w*(?:\.\w+)*)'/g),
      ([, key]) => `httpSessions.${key ?? ''}`,
    );
    const ofServer = Array.from(
      read('src/language/server/nodeHost.ts').matchAll(/'(httpSessions\.[\w.]+)'/g),
      ([, key]) => key ?? '',
    );
    const leaf = (key: string) => declared.includes(key);
    expect(declared.filter((key) => !keys.includes(key) && !ofServer.includes(key))).toEqual([]);
    const gets = Array.from(
      settings.matchAll(/get(?:<[^>]*>)?\(\s*'([\w.]+)'/g),
      ([, key]) => `httpSessions.${key ?? ''}`,
    );
    expect(gets.filter((key) => !leaf(key) && !key.startsWith('httpSessions.http.'))).toEqual([]);
  });

  it('that are restricted in an untrusted folder exist', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    expect(restricted.filter((key) => !declared.includes(key))).toEqual([]);
    expect(restricted).toContain('httpSessions.tls.verify');
  });

  it('are read in their own place only', () => {
    const readers = globSync('src/extension/**/*.ts', { cwd: projectFolder }).filter((path) =>
      read(path).includes('getConfiguration('),
    );
    expect(readers.toSorted()).toEqual(settingReaders);
  });
});

describe('words', () => {
  it('of the manifest are all in package.nls.json, and all of those are used', () => {
    const used = Array.from(read('package.json').matchAll(/"%([\w.-]+)%"/g), ([, key]) => key ?? '');
    expect(sorted(used)).toEqual(sorted(Object.keys(strings)));
  });

  it('that people read are not written into the manifest', () => {
    const visible = [
      'title',
      'description',
      'markdownDescription',
      'displayName',
      'name',
      'contents',
      'category',
    ];
    const plain: string[] = [];
    const walk = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, child] of Object.entries(value)) {
        const isText = typeof child === 'string' && visible.includes(key);
        if (isText && !/^%.+%$/.test(child)) plain.push(`${path}.${key}: ${child}`);
        walk(child, `${path}.${key}`);
      }
    };
    walk(manifest.contributes, 'contributes');
    expect(plain).toEqual([]);
  });

  it('shown while running go through vscode.l10n', () => {
    const bare =
      /show(?:Information|Warning|Error)Message\(\s*['"`]|(?:title|placeHolder|tooltip|label|prompt): ['"`][A-Z][a-z]+ /g;
    expect(sources.match(bare) ?? []).toEqual([]);
  });
});

describe('activation', () => {
  it('waits for an http file, or for Markdown, which may hold requests', () => {
    expect(
      manifest.activationEvents.filter(
        (event) => !/^on(Language:(http|markdown)$|WebviewPanel:httpSessions\.)/.test(event),
      ),
    ).toEqual([]);
  });

  it('asks for the VS Code whose types it is written against', () => {
    const types = manifest.devDependencies['@types/vscode'] ?? '';
    expect(manifest.engines.vscode.replace('^', '')).toMatch(
      new RegExp(`^${types.replace('.', '\\.')}(\\.0)?$`),
    );
  });
});

describe('documents', () => {
  it('give a reason for every package that is bundled', () => {
    const imported = globSync('src/**/*.ts', { cwd: projectFolder }).flatMap((file) =>
      [...read(file).matchAll(/(?:from |import\(|import )'(@[\w-]+\/[\w-]+|[a-z][\w-]*)[/']/g)].map(
        ([, name = '']) => name,
      ),
    );
    const bundled = new Set(imported.filter((name) => name in manifest.devDependencies));
    const [, table = ''] = read('CONTRIBUTING.md').split('## Bundled packages');
    const reasons = [...table.matchAll(/^\| `(@?[\w/-]+)`/gm)].map(([, name]) => name);
    expect([...bundled, 'xpath', '@vscode/codicons'].sort()).toEqual(reasons.sort());
  });

  it('leave nothing for users to install: what is needed is in the bundles', () => {
    expect(Object.keys(manifest)).not.toContain('dependencies');
  });
});
