/** A process that saves one file again and again, to be killed in the middle of it. */
import { createSealer, openSealedFiles } from '../../../../src/extension/runner/storage/index.ts';

const [, , folder = '', key = ''] = process.argv;
const sealer = createSealer(Buffer.from(key, 'hex'));
const files = await openSealedFiles({ folder, sealer, onBroken: () => process.exit(1) });
await files.write('jar', Buffer.alloc(300_000, 'x'));
process.stdout.write('saving\n');
for (let count = 0; ; count++) {
  await files.write('jar', Buffer.alloc(300_000, String.fromCharCode(97 + (count % 26))));
}
