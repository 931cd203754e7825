/** The layers hold, and the rules bite: planted imports, direct, transitive and type-only, are each refused. */
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../host/folders.ts';

interface Rules {
  readonly forbidden: NonNullable<ICruiseOptions['ruleSet']>['forbidden'];
  readonly options: ICruiseOptions;
}
const rules = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as Rules;

async function violations(folder: string): Promise<string[]> {
  const { output } = await cruise(['src'], {
    ...rules.options,
    baseDir: folder,
    ruleSet: { forbidden: rules.forbidden ?? [] },
    validate: true,
  });
  return (output as ICruiseResult).summary.violations.map(
    ({ from, to, rule }) => `${from} → ${to} (${rule.name})`,
  );
}

describe('the layers', () => {
  it('hold in the project', async () => {
    expect(await violations(projectFolder)).toEqual([]);
  });
});

describe('a planted import is refused', () => {
  let scratch: string;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'http-sessions-layers-'));
    await cp(join(projectFolder, 'src'), join(scratch, 'src'), { recursive: true });
    for (const name of ['node_modules', 'tsconfig.base.json', 'package.json']) {
      await symlink(join(projectFolder, name), join(scratch, name));
    }
  });
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  async function plant(files: Readonly<Record<string, string>>): Promise<string[]> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(scratch, path)), { recursive: true });
      await writeFile(join(scratch, path), text);
    }
    try {
      return await violations(scratch);
    } finally {
      for (const path of Object.keys(files)) await rm(join(scratch, path));
    }
  }

  const direct: readonly (readonly [string, string])[] = [
    [
      'src/language/syntax/planted.ts',
      `import { readFile } from 'node:fs/promises';\nexport const a = readFile;`,
    ],
    [
      'src/language/syntax/planted.ts',
      `import * as semantics from '../semantics/index.ts';\nexport const a = semantics;`,
    ],
    [
      'src/language/semantics/planted.ts',
      `import { Session } from '../../extension/http/index.ts';\nexport const a = Session;`,
    ],
    [
      'src/language/semantics/planted.ts',
      `import { parse } from '../syntax/parser.ts';\nexport const a = parse;`,
    ],
    ['src/language/service/planted.ts', `import { join } from 'node:path';\nexport const a = join;`],
    [
      'src/extension/http/planted.ts',
      `import { parse } from '../../language/syntax/index.ts';\nexport const a = parse;`,
    ],
    ['src/extension/http/planted.ts', `import { request } from 'undici';\nexport const a = request;`],
    ['src/extension/runner/planted.ts', `import { window } from 'vscode';\nexport const a = window;`],
    ['src/extension/cli/planted.ts', `import * as vscode from 'vscode';\nexport const a = vscode;`],
    [
      'src/extension/webview/ui/planted.ts',
      `import { readFileSync } from 'node:fs';\nexport const a = readFileSync;`,
    ],
    [
      'src/extension/webview/ui/planted.ts',
      `import { Session } from '../../http/index.ts';\nexport const a = Session;`,
    ],
    [
      'src/extension/editor/planted.ts',
      `import { CookieJar } from 'tough-cookie';\nexport const a = CookieJar;`,
    ],
    [
      'src/extension/editor/planted.ts',
      `import * as service from '../../language/service/index.ts';\nexport const a = service;`,
    ],
  ];

  it.each(direct)('direct: %s with %s', async (path, text) => {
    expect(await plant({ [path]: text })).toEqual(expect.arrayContaining([expect.stringContaining(path)]));
  });

  it('type-only: the core may not even name a type of the editor', async () => {
    const path = 'src/extension/http/planted.ts';
    const found = await plant({
      [path]: `import type { TextDocument } from 'vscode';\nexport type A = TextDocument;`,
    });
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining(path)]));
  });

  it('type-only: the syntax may not name a type of the semantics', async () => {
    const path = 'src/language/syntax/planted.ts';
    const text = `import type { FileDefinition } from '../semantics/index.ts';\nexport type A = FileDefinition;`;
    expect(await plant({ [path]: text })).toEqual(expect.arrayContaining([expect.stringContaining(path)]));
  });

  it('transitive: a path from the CLI to vscode through the editor', async () => {
    const found = await plant({
      'src/extension/cli/planted.ts': `import { b } from '../editor/planted.ts';\nexport const a = b;`,
      'src/extension/editor/planted.ts': `import { window } from 'vscode';\nexport const b = window;`,
    });
    expect(found).toEqual(
      expect.arrayContaining([expect.stringContaining('nothing but the editor reaches vscode')]),
    );
  });

  it('a cycle', async () => {
    const found = await plant({
      'src/language/syntax/plantedA.ts': `import { b } from './plantedB.ts';\nexport const a = () => b;`,
      'src/language/syntax/plantedB.ts': `import { a } from './plantedA.ts';\nexport const b = () => a;`,
    });
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining('no cycles')]));
  });
});
