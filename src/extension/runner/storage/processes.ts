/** Whether a process of this machine still runs, so that what the dead have left can be told from what is in use. */
import { codeOf } from './storageError.ts';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive, too.
    return codeOf(error) === 'EPERM';
  }
}
