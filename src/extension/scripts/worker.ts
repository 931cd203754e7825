/**
 * The thread that runs scripts (dist/scripts.cjs): takes a job, tells when it is ready for its first one, and answers with what came of it. One
 * job at a time; ending the thread in the middle of anything is safe.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ScriptJob } from './protocol.ts';
import { runJob } from './runJob.ts';
import type { ThreadMessage } from './scriptRunner.ts';
import { createWorlds, type Worlds } from './worlds.ts';

const { patience } = workerData as { readonly patience: number };
const tell = (message: ThreadMessage): void => parentPort?.postMessage(message);

let worlds: Promise<Worlds> | undefined;

parentPort?.on('message', (job: ScriptJob) => {
  void run(job);
});

async function run(job: ScriptJob): Promise<void> {
  if (worlds === undefined) {
    worlds = createWorlds();
    await worlds;
    // What it takes to make them is no time of the script's.
    tell({ kind: 'began' });
  }
  const present = await worlds;
  const { outcome, isSpent } = await runJob(present, job, patience);
  // What a script has driven to its limits is not used again.
  if (isSpent) worlds = undefined;
  tell({ kind: 'ended', outcome });
  if (!isSpent) present.renew();
}
