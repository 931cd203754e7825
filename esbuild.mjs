/**
 * Makes every bundle of `dist/`. `vscode` is external in the extension alone, so that a stray import of it
 * anywhere else fails the build. `--production` minifies; `--sizes` prints what each bundle weighs.
 */
import { mkdir, rm, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const production = process.argv.includes('--production');

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
};
const node = { ...common, platform: 'node', target: 'node22.19' };
/** CommonJS packages inside an ES module still call `require` for Node's own modules. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const bundles = [
  {
    ...node,
    entryPoints: { extension: 'src/extension/extension.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode', './engine.cjs'],
    mainFields: ['module', 'main'],
  },
  {
    ...node,
    entryPoints: { engine: 'src/extension/editor/engine.ts', server: 'src/language/server/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    mainFields: ['module', 'main'],
  },
  {
    ...node,
    entryPoints: { cli: 'src/extension/cli/main.ts', http: 'src/extension/http/index.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    splitting: true,
    banner: { js: requireBanner },
    mainFields: ['module', 'main'],
  },
  {
    ...common,
    entryPoints: {
      main: 'src/extension/webview/ui/main.ts',
      style: 'src/extension/webview/ui/styles/main.css',
    },
    outdir: 'dist/webview',
    platform: 'browser',
    target: 'chrome138',
    format: 'iife',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
await Promise.all(bundles.map((options) => build(options)));
if (process.argv.includes('--sizes')) await printSizes('dist');

async function printSizes(folder) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const path = join(entry.parentPath, entry.name);
    const { size } = await stat(path);
    console.log(`${(size / 1024).toFixed(0).padStart(7)} KiB  ${path}`);
  }
}
