/**
 * Makes every bundle of `dist/`, and the types of `http.mjs`. `vscode` is external in the extension alone, so that a
 * stray import of it anywhere else fails the build. `--production` minifies; `--sizes` prints what each bundle weighs;
 * `--only cli --outdir FOLDER` makes one bundle elsewhere, for tests.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, readdir, stat, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import subsetFont from 'subset-font';
import { writeBillOfMaterials } from './billOfMaterials.mjs';
import { iconNames } from './src/extension/webview/ui/icons.ts';

const {
  values: { production, sizes, only, outdir },
} = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    sizes: { type: 'boolean' },
    only: { type: 'string' },
    outdir: { type: 'string', default: 'dist' },
  },
});

/** What esbuild has read, of all bundles. */
const inputs = new Set();
const listedInputs = {
  name: 'listed-inputs',
  setup({ onEnd }) {
    onEnd(({ metafile }) => Object.keys(metafile?.inputs ?? {}).forEach((input) => inputs.add(input)));
  },
};

const common = {
  bundle: true,
  metafile: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
};
/**
 * undici loads HTTP/2 together with its client, and Node's TLS with that, though few requests speak it: here the first
 * one that does loads it. Of node:http it wants a class to compare with and a default that we always give.
 */
const lateUndici = {
  name: 'late-undici',
  setup({ onLoad }) {
    const changes = {
      'dispatcher/client.js': [
        ["= require('./client-h2.js')", "= (...values) => require('./client-h2.js')(...values)"],
        [/http &&\s+http\.maxHeaderSize &&[^?]*\? \(\)/, 'true ? ()'],
      ],
      'core/util.js': [
        ["const { IncomingMessage } = require('node:http')", "const http = require('node:http')"],
        ['.constructor === IncomingMessage', '.constructor === http.IncomingMessage'],
      ],
    };
    onLoad(
      { filter: /[\\/]undici[\\/]lib[\\/](?:dispatcher[\\/]client|core[\\/]util)\.js$/ },
      async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [from, to] of changes[path.split(/[\\/]/).slice(-2).join('/')]) {
          const changed = contents.replace(from, to);
          if (changed === contents) throw new Error(`${path} is not as it is known here: it has no ${from}.`);
          contents = changed;
        }
        return { contents };
      },
    );
  },
};
/**
 * Some modules take long to load and are seldom needed: they are loaded when something of them is used first. Node's TLS
 * alone takes longer than everything else that a plain request needs; the public suffixes wait for the first cookie.
 */
const lateModules = {
  name: 'late-modules',
  setup({ onResolve, onLoad }) {
    const builtin = /^(node:)?(crypto|fs\/promises|http|os|readline|timers\/promises|tls|url|zlib)$/;
    onResolve({ filter: builtin }, ({ path }) => ({
      path: `node:${path.replace('node:', '')}`,
      namespace: 'late',
      sideEffects: false,
    }));
    onResolve({ filter: /^(jsonc-parser|tldts)$/ }, ({ path, namespace, resolveDir }) =>
      namespace === 'late' ? undefined : { path, namespace: 'late', pluginData: resolveDir },
    );
    onLoad({ filter: /.*/, namespace: 'late' }, async ({ path, pluginData: resolveDir }) => {
      const load = path.startsWith('node:') ? `process.getBuiltinModule('${path}')` : `require('${path}')`;
      const members = memberNames(await import(path)).map(
        (name) => `get ${name}() { return ${load}.${name}; }`,
      );
      return { contents: `module.exports = { ${members.join(', ')} };`, resolveDir };
    });
  },
};
/**
 * The libraries for bodies of other languages and for tables of character sets are bundles of their own: a server that
 * is asked of none, and an engine that decodes nothing old, load none.
 */
const lateLibraries = {
  name: 'late-libraries',
  setup({ onResolve }) {
    onResolve({ filter: /\/(json|graphql)Library\.ts$|^iconv-lite$/ }, ({ path, kind }) =>
      kind === 'dynamic-import'
        ? { path: `./${path.replace(/^.*\/|\.ts$/g, '')}.cjs`, external: true }
        : undefined,
    );
  },
};
/**
 * `import` of one of Node's own modules reads all its members once, and with the lazy ones among them loads what nobody
 * asked for: workers with node:util, promises with node:fs. Asking the process for the module does not.
 */
const directBuiltins = {
  name: 'direct-builtins',
  setup({ onResolve, onLoad }) {
    const known = new Set(builtinModules);
    onResolve({ filter: /^[a-z]/ }, ({ path, kind }) => {
      const name = path.replace('node:', '');
      if (!known.has(name)) return undefined;
      const namespace = kind === 'require-call' ? 'required' : 'imported';
      return { path: `node:${name}`, namespace, sideEffects: false };
    });
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}');`,
    }));
    onLoad({ filter: /.*/, namespace: 'imported' }, async ({ path }) => {
      const members = memberNames(await import(path)).map((name) => `get ${name}() { return it.${name}; }`);
      const contents = `const it = process.getBuiltinModule('${path}'); module.exports = { ${members.join(', ')} };`;
      return { contents };
    });
  },
};
/** Of several hundred icons the page shows some fifty: the others stay out of its font and its style. */
const shownIcons = {
  name: 'shown-icons',
  setup({ onLoad }) {
    const rules = /^\.codicon-([\w-]+):before \{ content: "\\(\w+)" \}\n/gm;
    const isShown = new Set(iconNames);
    let shown;
    onLoad({ filter: /[\\/]codicon\.css$/ }, async ({ path }) => {
      const css = await readFile(path, 'utf8');
      shown = [...css.matchAll(rules)].filter(([, name]) => isShown.has(name));
      if (shown.length !== isShown.size) throw new Error('A name in icons.ts is none of a codicon.');
      const [face] = css.match(/@font-face \{[^}]*\}/);
      const [base] = css.match(/\.codicon\[class[^}]*\}/);
      return { contents: [face, base, ...shown.map(([rule]) => rule)].join('\n'), loader: 'css' };
    });
    onLoad({ filter: /[\\/]codicon\.ttf$/ }, async ({ path }) => {
      const letters = shown.map(([, , code]) => String.fromCodePoint(Number.parseInt(code, 16)));
      return { contents: await subsetFont(await readFile(path), letters.join('')), loader: 'file' };
    });
  },
};

/**
 * CodeMirror understands a text in slices of up to 100 ms while nobody types, which holds up what arrives meanwhile: here
 * they end before a frame is missed.
 */
const shortSlices = {
  name: 'short-slices',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@codemirror[\\/]language[\\/]dist[\\/]index\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      const changed = contents.replace('100 /* Work.Slice */', '12');
      if (changed === contents) throw new Error(`${path} is not as it is known here.`);
      return { contents: changed };
    });
  },
};
/**
 * What looks into bodies by paths lies in files of its own: the engine loads them, and scripts get them as texts that are
 * evaluated in their own world.
 */
const pathLibraries = {
  jsonPathLibrary: { packages: ['json-p3'], source: "export { jsonpath } from 'json-p3';" },
  xmlPathLibrary: {
    packages: ['@xmldom/xmldom', '#xpath'],
    source: "export { DOMParser, XMLSerializer } from '@xmldom/xmldom'; export { select } from 'xpath';",
  },
};
const sharedPathLibraries = {
  name: 'shared-path-libraries',
  setup({ onResolve }) {
    for (const [name, { packages }] of Object.entries(pathLibraries)) {
      onResolve({ filter: new RegExp(`^(?:${packages.join('|')})$`) }, () => ({
        path: `./${name}.cjs`,
        external: true,
      }));
    }
  },
};
/**
 * What scripts find around them goes into their thread's bundle as a text. QuickJS itself lies beside it, packed, since
 * most people's requests have no script.
 */
const quickjs = '@jitl/quickjs-wasmfile-release-sync';
const guestTexts = {
  name: 'guest-texts',
  setup({ onLoad, onEnd }) {
    const plain = { ...common, plugins: [listedInputs], target: 'es2022', sourcemap: false };
    onLoad({ filter: /[\\/]scripts[\\/]guestSource\.ts$/ }, async () => {
      const entryPoints = ['src/extension/scripts/guest/main.ts'];
      const { outputFiles } = await build({ ...plain, entryPoints, format: 'iife', write: false });
      return { contents: `export const guestSource = ${JSON.stringify(outputFiles[0].text)};` };
    });
    onEnd(async () => {
      for (const [name, { source }] of Object.entries(pathLibraries)) {
        const stdin = { contents: source, resolveDir: '.' };
        await build({ ...plain, stdin, format: 'cjs', outfile: join(outdir, `${name}.cjs`) });
      }
      const wasm = await readFile(`node_modules/${quickjs}/dist/emscripten-module.wasm`);
      const quality = production ? constants.BROTLI_MAX_QUALITY : 5;
      const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 22 };
      await writeFile(join(outdir, 'quickjs.wasm.br'), brotliCompressSync(wasm, { params }));
    });
  },
};

function memberNames(module) {
  return Object.keys(module).filter((name) => name !== 'default' && !name.includes('.'));
}
const node = {
  ...common,
  outdir,
  platform: 'node',
  target: 'node22.19',
  mainFields: ['module', 'main'],
  plugins: [lateUndici, lateModules],
  // Tells undici that it is bundled: its second, experimental parser stays out, as it does in Node itself.
  define: { esbuildDetection: 'true' },
};
const cjs = { ...node, format: 'cjs', outExtension: { '.js': '.cjs' } };
/** CommonJS packages inside an ES module still call `require` for Node's own modules. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

const esm = {
  ...node,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  plugins: [lateUndici, lateModules, directBuiltins],
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: requireBanner },
};

const bundles = [
  {
    ...cjs,
    entryPoints: { extension: 'src/extension/extension.ts' },
    external: ['vscode', './engine.cjs'],
  },
  {
    ...cjs,
    entryPoints: { languageClientLibrary: 'src/extension/editor/language/languageClientLibrary.ts' },
    external: ['vscode'],
  },
  {
    ...cjs,
    plugins: [...node.plugins, lateLibraries, sharedPathLibraries],
    entryPoints: {
      engine: 'src/extension/editor/sending/engine.ts',
      server: 'src/language/server/main.ts',
      jsonLibrary: 'src/language/service/embedded/jsonLibrary.ts',
      graphqlLibrary: 'src/language/service/embedded/graphqlLibrary.ts',
    },
  },
  // Its tables are text that escapes would make twice as long.
  { ...cjs, entryPoints: { 'iconv-lite': 'iconv-lite' }, charset: 'utf8' },
  { ...cjs, entryPoints: { bodySearch: 'src/extension/runner/bodySearch/worker.ts' } },
  {
    ...cjs,
    plugins: [...node.plugins, guestTexts],
    entryPoints: { scripts: 'src/extension/scripts/worker.ts' },
    alias: { [`${quickjs}/emscripten-module`]: `./node_modules/${quickjs}/dist/emscripten-module.cjs` },
    define: { ...node.define, 'import.meta.dirname': '__dirname' },
  },
  // One by one: what they share would become many small files, each of which takes its time to open.
  { ...esm, entryPoints: { cli: 'src/extension/cli/main.ts' } },
  { ...esm, entryPoints: { http: 'src/extension/http/index.ts' } },
  {
    ...common,
    entryPoints: {
      main: 'src/extension/webview/ui/main.ts',
      cookieForm: 'src/extension/webview/ui/cookieForm/main.ts',
      style: 'src/extension/webview/ui/styles/main.css',
    },
    outdir: join(outdir, 'webview'),
    platform: 'browser',
    target: 'chrome138',
    format: 'iife',
    plugins: [shownIcons, shortSlices],
    assetNames: '[name]',
  },
];

if (only === undefined) {
  await rm(outdir, { recursive: true, force: true });
  await Promise.all([
    ...bundles.map(listed).map((options) => build(options)),
    writeTypes(join(outdir, 'types')),
  ]);
  inputs.add(`node_modules/${quickjs}/dist/emscripten-module.wasm`);
  await writeBillOfMaterials([...inputs], outdir);
} else {
  await build(bundles.find(({ entryPoints }) => only in entryPoints));
}
if (sizes) await printSizes(outdir);

function listed(options) {
  return { ...options, plugins: [...(options.plugins ?? []), listedInputs] };
}

async function printSizes(folder) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(map|d\.ts)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const { size } = await stat(path);
    console.log(`${(size / 1024).toFixed(0).padStart(7)} KiB  ${path}`);
  }
}

/**
 * The declarations that are reachable from the core's index, out of those the type check writes (which does nothing
 * when they are up to date). A user of the library resolves them by their `.js` names.
 */
async function writeTypes(folder) {
  const check = spawn(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'src/extension/http'], {
    stdio: 'inherit',
  });
  const [code] = await once(check, 'exit');
  // Code with a wrong type can still be tried; it cannot be shipped.
  if (code !== 0 && production) process.exitCode = 1;
  const paths = new Set(['index.ts']);
  for (const path of paths) {
    const declarations = path.replace(/\.ts$/, '.d.ts');
    const text = await readFile(join('.cache/types/http', declarations), 'utf8');
    for (const [, other] of text.matchAll(/ from '(\.{1,2}\/[\w/.]+\.ts)'/g)) {
      paths.add(posix.join(posix.dirname(path), other));
    }
    await mkdir(dirname(join(folder, declarations)), { recursive: true });
    await writeFile(join(folder, declarations), text.replaceAll(/( from '\.{1,2}\/[\w/.]+)\.ts'/g, "$1.js'"));
  }
}
