/** Makes the empty panel an extension that VS Code can install. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';

/** The name it has in VS Code's lists. */
export const emptyPanelName = 'Empty Panel';

/** Writes it into a folder; gives the path of the VSIX. */
export async function packEmptyPanel(parent: string): Promise<string> {
  const folder = join(parent, 'emptyPanel');
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL('extension.ts', import.meta.url))],
    outfile: join(folder, 'extension.cjs'),
    ...{ bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], minify: true },
  });
  const manifest = {
    ...{ name: 'empty-panel', displayName: emptyPanelName, publisher: 'bench', version: '1.0.0' },
    ...{ description: 'As little as possible', license: 'MIT', engines: { vscode: '^1.100.0' } },
    ...{ main: './extension.cjs', activationEvents: ['onLanguage:plaintext'] },
    files: ['extension.cjs'],
    extensionKind: ['workspace'],
    contributes: { commands: [{ command: 'emptyPanel.send', title: 'Send' }] },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'README.md'), '# Empty Panel\n\nIt is compared with.\n');
  await writeFile(join(folder, 'LICENSE'), 'MIT\n');
  const packagePath = join(parent, 'emptyPanel.vsix');
  await createVSIX({
    cwd: folder,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return packagePath;
}
