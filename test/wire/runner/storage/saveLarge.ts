/** A process that saves a file larger than it may be, and says what the system answered. */
import { createSealer, openSealedFiles } from '../../../../src/extension/runner/storage/index.ts';

// Without a listener the signal that comes with the limit would end the process.
process.on('SIGXFSZ', () => undefined);
const [, , folder = '', key = ''] = process.argv;
const files = await openSealedFiles({
  folder,
  sealer: createSealer(Buffer.from(key, 'hex')),
  onBroken: () => process.exit(1),
});
await files.write('jar', Buffer.alloc(600_000, 'n')).catch((error: unknown) => {
  process.stdout.write(error instanceof Error && 'code' in error ? String(error.code) : 'no code');
});
