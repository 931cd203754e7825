/** The one sandbox that the tests of a file talk to; it ends with them. */
import { afterAll } from 'vitest';
import { startSandbox } from '../../sandbox/index.ts';

export const sandbox = await startSandbox();
afterAll(() => sandbox.close());
