// What the linter holds: typescript-eslint with types, the React hooks and compiler rules, and where globals may be used.
// Import rules, file names and file lengths are tests: test/architecture.
import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** What only Node has: nothing that ships to a browser may use it. */
const nodeGlobals = ['process', 'Buffer', 'global', 'require', 'module', '__dirname', '__filename', 'setImmediate']

/** What the engine gets through src/client/ports.ts instead. */
const outsideGlobals = [
  ...['window', 'self', 'globalThis', 'document', 'navigator', 'location', 'history', 'screen', 'matchMedia'],
  ...['addEventListener', 'removeEventListener', 'dispatchEvent', 'reportError'],
  ...['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'crypto', 'performance'],
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'BroadcastChannel', 'MessageChannel', 'Worker'],
  ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'queueMicrotask'],
  ...['requestAnimationFrame', 'cancelAnimationFrame', 'requestIdleCallback'],
]

/** What scripts of plain JavaScript use; TypeScript knows by itself what there is. */
const scriptGlobals = ['AbortSignal', 'URL', 'clearTimeout', 'console', 'fetch', 'performance', 'process', 'setTimeout']

const restrictGlobals = (names, message) => [
  'error',
  { globals: names.map((name) => ({ name, message })), checkGlobalObject: true },
]

const clockAndChance = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Use the clock port.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Use the clock port.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Use the clock port.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Use the chance port.' },
]

export default defineConfig(
  globalIgnores(['dist/', 'storybook-static/', 'coverage/', '.storybook/public/', '.mutation/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Callers abort with any reason at all, and that very value is what they must get.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingAny: true, allowThrowingUnknown: true }],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      // `async` without `await` is how a function that may throw keeps the promise to reject instead.
      '@typescript-eslint/require-await': 'off',
      // Objects here are closures: their methods are written to be taken apart.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(scriptGlobals.map((name) => [name, 'readonly'])),
    },
  },
  { files: ['{src,stories,test,.storybook}/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat['recommended-latest']] },
  {
    files: ['src/**'],
    ignores: ['src/testing/emulator-bin.ts'],
    rules: { 'no-console': 'error', 'no-restricted-globals': restrictGlobals(nodeGlobals, 'A browser has none.') },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
    },
  },
  {
    files: ['src/client/**', 'src/protocol/**'],
    rules: {
      'no-restricted-globals': restrictGlobals(
        [...nodeGlobals, ...outsideGlobals],
        'The engine knows no environment: take it through a port (src/client/ports.ts).',
      ),
      'no-restricted-syntax': ['error', ...clockAndChance],
    },
  },
)
