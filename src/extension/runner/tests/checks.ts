/**
 * The assertions of one request, their variables filled when it is prepared. What an assertion means is said in
 * `language/semantics`; `runChecks.ts` holds them against the answer. Called by `prepareExchange` and `sendExchange`.
 */
import type {
  AssertDefinition,
  ReadAssertion,
  RequestDefinition,
  ResolveScope,
} from '../../../language/semantics/index.ts';
import { fillText, readAssertion } from '../../../language/semantics/index.ts';
import type { TestResult } from './testResult.ts';

/** One assertion that waits for its answer. */
export interface Check {
  readonly name: string;
  readonly line: number;
  readonly read: ReadAssertion;
  /** In words, where a variable of it is not defined. */
  readonly unresolved: string | undefined;
  /** Values that nobody is shown. */
  readonly secrets: readonly string[];
}

export function prepareChecks(definition: RequestDefinition, scope: ResolveScope): readonly Check[] {
  return definition.asserts.map((one) => prepareCheck(one, definition, scope));
}

function prepareCheck(
  { source, line }: AssertDefinition,
  definition: RequestDefinition,
  scope: ResolveScope,
): Check {
  if (!source.includes('{{')) {
    return { name: source, line, read: readAssertion(source), unresolved: undefined, secrets: [] };
  }
  const { text, unresolved, secrets } = fillText(source, definition, scope);
  const [first] = unresolved;
  return {
    name: source,
    line,
    read: readAssertion(text),
    unresolved: first && `{{${first.name}}}: ${first.reason.replace(/\.$/, '')}.`,
    secrets,
  };
}

/** What the checks come to where there is no answer. */
export function skipChecks(checks: readonly Check[]): readonly TestResult[] {
  return checks.map((check) => notRun(check, 'There was no whole answer to check.'));
}

/** What one check comes to that nobody can make. */
export function notRun({ name, line }: Check, message: string): TestResult {
  return { name, line, outcome: 'notRun', expected: undefined, actual: undefined, message };
}
