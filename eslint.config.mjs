import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const only = (name, message) => ({ name, message });

export default tseslint.config(
  { ignores: ['dist', '.cache', '.vscode-test', 'test/fixtures', 'examples'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.mjs', '*.cjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            only('vscode', 'Only src/extension/editor and src/extension/extension.ts may import vscode.'),
            only('undici', 'Only src/extension/http/transport/undiciAdapter.ts may import undici.'),
            only('tough-cookie', 'Only src/extension/http/cookies/cookies.ts may import tough-cookie.'),
          ],
        },
      ],
      // Control characters are this project's daily business: it looks for them in what people and servers send.
      'no-control-regex': 'off',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Write server data with textContent.' },
        { property: 'outerHTML', message: 'Write server data with textContent.' },
        { property: 'insertAdjacentHTML', message: 'Write server data with textContent.' },
      ],
    },
  },
  {
    files: [
      'src/extension/editor/**',
      'src/extension/extension.ts',
      'src/extension/http/transport/undiciAdapter.ts',
      'src/extension/http/cookies/cookies.ts',
      'test/**',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      'max-lines': ['error', { max: 600, skipBlankLines: false, skipComments: false }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    files: ['*.mjs', '*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
);
