/** What is mutated, and the tests that must notice: the rules on which somebody's credentials, cookies and files depend. */

export interface Target {
  /** What the rule is called in the score. */
  readonly rule: string;
  readonly file: string;
  /** Only these functions and methods of the file; all of it when left out. */
  readonly functions?: readonly string[];
  /** Test files, of any project. */
  readonly tests: readonly string[];
}

export const targets: readonly Target[] = [
  {
    rule: 'cookie policy',
    file: 'src/extension/http/cookies/cookiePolicy.ts',
    tests: [
      'test/extension/http/cookies.test.ts',
      'test/extension/http/cookieReasons.test.ts',
      'test/extension/http/storeCookies.test.ts',
    ],
  },
  {
    rule: 'redirect rule',
    file: 'src/extension/http/session/redirects.ts',
    tests: ['test/extension/http/redirects.test.ts', 'test/wire/faults/redirect.test.ts'],
  },
  {
    rule: 'retry rule',
    file: 'src/extension/http/transport/retryRule.ts',
    tests: ['test/extension/http/retryRule.test.ts'],
  },
  {
    rule: 'retry rule',
    file: 'src/extension/http/session/retries.ts',
    tests: ['test/extension/http/retries.test.ts', 'test/extension/http/retryPolicy.test.ts'],
  },
  {
    rule: 'masking',
    file: 'src/extension/runner/prepare/secretForms.ts',
    tests: ['test/extension/runner/prepare/secretForms.test.ts'],
  },
  {
    rule: 'masking',
    file: 'src/extension/editor/trust/secrecy.ts',
    tests: ['test/extension/editor/rules.test.ts', 'test/extension/editor/snapshot.test.ts'],
  },
  {
    rule: 'masking',
    file: 'src/extension/editor/trust/maskedRequest.ts',
    tests: ['test/extension/editor/maskedRequest.test.ts'],
  },
  {
    rule: 'path guard',
    file: 'src/extension/runner/bodies/bodyFile.ts',
    functions: ['findBodyFile', 'checkAllowed', 'isInside'],
    tests: ['test/wire/runner/bodies/bodyFile.test.ts'],
  },
  {
    rule: 'path guard',
    file: 'src/extension/runner/outputs/outputs.ts',
    functions: ['checkOutput', 'realFolder', 'prepareOutputs'],
    tests: ['test/wire/runner/outputs/outputs.test.ts'],
  },
];
