/** Cases of kind `util`: single steps of the library, called by the names of Python's helpers. */
import type { ConformanceCase, Outcome } from './cases.ts';
import { withEnvironment } from './netrcFile.ts';
import { settle } from './requests.ts';
import { authFunctions } from './util/auth.ts';
import { containerFunctions } from './util/containers.ts';
import { environmentFunctions } from './util/environment.ts';
import type { UtilFunctions } from './util/functions.ts';
import { responseFunctions } from './util/responses.ts';
import { urlFunctions } from './util/urls.ts';
import { fillTokens } from './values.ts';

const functions: UtilFunctions = {
  ...authFunctions,
  ...containerFunctions,
  ...environmentFunctions,
  ...responseFunctions,
  ...urlFunctions,
};

export async function playUtilCase({ given, expect: expected }: ConformanceCase): Promise<Outcome> {
  const name = String(given['fn']);
  const run = functions[name];
  if (run === undefined)
    throw new TypeError(`The case calls a function that this suite does not know: ${name}`);
  const args = given['args'] as readonly unknown[];
  return {
    expected: fillTokens(expected),
    actual: await settle(expected, () =>
      withEnvironment(given, async (variables) => ({ result: await run(args, { variables, expected }) })),
    ),
  };
}
