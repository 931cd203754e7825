/**
 * Makes `dist/http-sessions.vsix` (or the file that is named) from what has been built, and prints its size. All files get
 * one date, so that the same build gives the same bytes.
 */
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { projectFolder } from './folders.ts';

const packagePath = resolve(process.argv[2] ?? join(projectFolder, 'dist/http-sessions.vsix'));
// The oldest date that a zip file knows is 1980; this one is simply the same for everybody.
process.env['SOURCE_DATE_EPOCH'] = String(Date.UTC(2000, 0, 1) / 1000);
await createVSIX({
  cwd: projectFolder,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const { size } = await stat(packagePath);
console.log(`${(size / 1024).toFixed(0).padStart(7)} KiB  ${relative(projectFolder, packagePath)}`);
