/**
 * The layers, as rules: each row says what a layer may import from ours and which packages. Everything else is
 * refused. `test/repository/layers.test.ts` runs these rules and shows that each of them bites.
 */
const pureSemantics = ['json-p3', 'xpath', '@xmldom/xmldom', 'jsonc-parser'];
const pureHttp = ['iconv-lite', 'chardet', 'jsonc-parser'];

/** [layer, what it may import from ours, packages, Node's modules] */
const layers = [
  ['src/language/syntax/', [], [], false],
  ['src/language/semantics/', ['src/language/syntax/index.ts'], pureSemantics, false],
  [
    'src/language/service/',
    ['src/language/syntax/index.ts', 'src/language/semantics/index.ts', 'src/language/protocol.ts'],
    [
      'vscode-languageserver-types',
      'vscode-languageserver-textdocument',
      'vscode-json-languageservice',
      'graphql',
      'graphql-language-service',
    ],
    false,
  ],
  [
    'src/language/server/',
    ['src/language/service/index.ts', 'src/language/protocol.ts'],
    ['vscode-languageserver', 'vscode-languageserver-textdocument'],
    true,
  ],
  ['src/language/protocol.ts', [], ['vscode-languageserver-types'], false],
  ['src/extension/http/', [], ['undici', 'tough-cookie', ...pureHttp], true],
  [
    'src/extension/scripts/[^/]+$',
    ['src/extension/scripts/[^/]+$'],
    ['quickjs-emscripten-core', '@jitl/quickjs-wasmfile-release-sync'],
    true,
  ],
  [
    'src/extension/scripts/guest/',
    ['src/extension/scripts/protocol.ts'],
    ['json-p3', 'xpath', '@xmldom/xmldom'],
    false,
  ],
  [
    'src/extension/runner/',
    [
      'src/extension/http/index.ts',
      'src/extension/scripts/index.ts',
      'src/language/syntax/index.ts',
      'src/language/semantics/index.ts',
    ],
    ['jsonc-parser', 'iconv-lite', 'oauth4webapi'],
    true,
  ],
  ['src/extension/webview/[^/]+$', [], [], false],
  [
    'src/extension/webview/ui/',
    ['src/extension/webview/[^/]+$'],
    ['@codemirror/[^/]+', '@lezer/[^/]+', '@vscode/codicons'],
    false,
  ],
  [
    'src/extension/cli/',
    [
      'src/extension/runner/index.ts',
      'src/extension/http/index.ts',
      'src/language/syntax/index.ts',
      'src/language/semantics/index.ts',
    ],
    ['jsonc-parser', 'papaparse', '@types/papaparse'],
    true,
  ],
  [
    'src/extension/(editor/|extension.ts$)',
    [
      'src/extension/editor/',
      'src/extension/runner/index.ts',
      'src/extension/http/index.ts',
      'src/extension/webview/[^/]+$',
      'src/language/protocol.ts',
      'src/language/syntax/index.ts',
      'src/language/semantics/index.ts',
    ],
    ['vscode', '@types/vscode', 'vscode-languageclient'],
    true,
  ],
];

const packagePath = (name) => `^(node_modules/${name}(/|$)|${name}(/|$))`;

const rules = layers.map(([layer, ours, packages, node]) => ({
  name: `${layer.replace(/[^a-z/]/gi, '')} imports only what its row allows`,
  severity: 'error',
  from: { path: `^${layer}` },
  to: {
    pathNot: [
      `^${layer}`,
      ...ours.map((path) => `^${path}`),
      ...packages.map(packagePath),
      ...(node
        ? [
            '^(node:)?(assert|async_hooks|buffer|child_process|crypto|dns|diagnostics_channel|events|fs|http|https|module|net|os|path|perf_hooks|process|querystring|readline|stream|string_decoder|timers|tls|tty|url|util|v8|worker_threads|zlib)(/|$)',
            '^node_modules/@types/node/',
          ]
        : []),
    ],
  },
}));

const fromLibraries = '^src/(language|extension/(http|runner|cli|webview))/';

module.exports = {
  forbidden: [
    ...rules,
    {
      name: 'nothing but the editor reaches vscode',
      severity: 'error',
      from: { path: fromLibraries },
      to: { path: '^(vscode$|node_modules/@types/vscode/)', reachable: true },
    },
    {
      name: 'only undiciAdapter.ts imports undici',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension/http/transport/undiciAdapter.ts$' },
      to: { path: packagePath('undici') },
    },
    {
      name: 'only cookies.ts imports tough-cookie',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/extension/http/cookies/cookies.ts$' },
      to: { path: packagePath('tough-cookie') },
    },
    {
      name: 'no cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'every import is found',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^(vscode|\\./engine\\.cjs)$' },
    },
    {
      name: 'sources never import tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    preserveSymlinks: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json', '.d.ts'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
