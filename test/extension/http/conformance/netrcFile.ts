/** Puts the netrc text of a case where the library looks for one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from '../../../../src/extension/http/index.ts';

/** Runs with the variables of a case; `netrc`, when it is text, is the file that NETRC names, else there is none. */
export async function withEnvironment<T>(
  given: { readonly env?: unknown; readonly netrc?: unknown },
  run: (variables: Variables) => T | Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'netrc-'));
  try {
    const file = join(directory, 'netrc');
    if (typeof given.netrc === 'string') writeFileSync(file, given.netrc);
    return await run({ ...(given.env as Variables | undefined), NETRC: file });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
