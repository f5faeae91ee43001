import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', '.dist-*/', 'node_modules/', 'coverage/', '.ctci-collector*/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-control-regex': 'off',
      'max-depth': ['error', 3],
      'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
    },
  },
  {
    files: ['**/*.ts'],
    // Where each private module of the SDK is imported, with the reason; `test/engine/private-sdk.test.ts` tries them.
    ignores: [
      'engine/private-sdk.ts',
      'engine/search-attributes.ts',
      'test/engine/histories-as-json.ts',
      'test/engine/private-sdk.test.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@temporalio/*/*'], message: 'Private to the SDK: see engine/private-sdk.ts.' }] },
      ],
    },
  },
  {
    files: ['config/**/*.ts', 'test/config/**/*.ts'],
    rules: {
      // A schema is read by what zod promises of it, never by how zod is made.
      'no-restricted-properties': ['error', ...['def', '_def', '_zod'].map((property) => ({ property }))],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['**/*.mjs', '*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        AbortSignal: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  {
    files: ['tools/**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { process: 'readonly', require: 'readonly' } },
  },
  {
    // Every Node has to be able to read it, however old.
    files: ['tools/machine.cjs', 'tools/ctci-collector.cjs'],
    languageOptions: { ecmaVersion: 5, sourceType: 'commonjs' },
  },
);
