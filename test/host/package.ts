/** Makes `dist/http-sessions.vsix` from what has been built, and prints its size. */
import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { projectFolder } from './folders.ts';

const packagePath = join(projectFolder, 'dist/http-sessions.vsix');
await createVSIX({
  cwd: projectFolder,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const { size } = await stat(packagePath);
console.log(`${(size / 1024).toFixed(0).padStart(7)} KiB  ${relative(projectFolder, packagePath)}`);
