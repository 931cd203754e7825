/** What is shipped: the list of packaged files, the weight of the bundles, and what activation loads. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../host/folders.ts';

const bundle = (name: string) => readFileSync(join(projectFolder, 'dist', name), 'utf8');
const kibibytes = (path: string) => statSync(join(projectFolder, path)).size / 1024;

describe('the package', () => {
  it('holds these files', async () => {
    const files = await listFiles({ cwd: projectFolder, packageManager: PackageManager.None });
    await expect(`${files.sort().join('\n')}\n`).toMatchFileSnapshot('packagedFiles.txt');
  });

  it('is named by an allow-list', () => {
    expect(readFileSync(join(projectFolder, '.vscodeignore'), 'utf8')).toMatch(/^\*\*\n!/);
  });

  it('weighs at most 1.5 MB, and its activation bundle at most 700 KB', () => {
    expect(kibibytes('dist/http-sessions.vsix')).toBeLessThan(1500);
    expect(kibibytes('dist/extension.cjs')).toBeLessThan(700);
  });
});

describe('activation', () => {
  it('loads neither undici, the cookie jar, the panel nor the language client', () => {
    const text = bundle('extension.cjs');
    for (const sign of ['UND_ERR_', 'tough-cookie', 'public suffix', 'CodeMirror', 'semanticTokens/full'])
      expect(text).not.toContain(sign);
    expect(text).toContain('./engine.cjs');
    expect(text).toContain('./languageClientLibrary.cjs');
  });
});

describe('no bundle', () => {
  it('but the extension asks for vscode', () => {
    for (const name of ['engine.cjs', 'server.cjs', 'cli.mjs', 'http.mjs', 'webview/main.js']) {
      expect(bundle(name)).not.toMatch(/require\("vscode"\)|from"vscode"/);
    }
  });

  it('runs text as code', () => {
    for (const name of ['extension.cjs', 'engine.cjs', 'server.cjs', 'cli.mjs', 'webview/main.js']) {
      expect(bundle(name)).not.toMatch(/\bnew Function\(|[^.\w]eval\(|node:vm"/);
    }
  });
});
