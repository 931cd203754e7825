/** A process that adds to a number in a file, each time under the lock. */
import { readFile, writeFile } from 'node:fs/promises';
import { withFileLock } from '../../../../src/extension/runner/storage/index.ts';

const [, , lock = '', counter = '', times = '0'] = process.argv;
for (let count = 0; count < Number(times); count++) {
  await withFileLock(lock, async () => {
    await writeFile(counter, String(Number(await readFile(counter, 'utf8')) + 1));
  });
}
