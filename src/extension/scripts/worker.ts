/**
 * The thread that runs scripts (dist/scripts.cjs): makes itself ready, tells so, takes a job, and answers with what came of
 * it. One job at a time; ending the thread in the middle of anything is safe.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { PackedJob } from './protocol.ts';
import { runJob } from './runJob.ts';
import type { ThreadMessage } from './scriptRunner.ts';
import { createWorlds, type Worlds } from './worlds.ts';

const { patience } = workerData as { readonly patience: number };
const tell = (message: ThreadMessage): void => parentPort?.postMessage(message);

let worlds = make();

parentPort?.on('message', (job: PackedJob) => {
  void run(job);
});

async function make(): Promise<Worlds> {
  const made = await createWorlds();
  // What it takes to make them is no time of a script's.
  tell({ kind: 'ready' });
  return made;
}

async function run(job: PackedJob): Promise<void> {
  const present = await worlds;
  const { outcome, isSpent } = await runJob(present, job, patience);
  tell({ kind: 'ended', outcome });
  // What a script has driven to its limits is not used again.
  if (isSpent) worlds = make();
  else present.renew();
}
