import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  createSealer,
  createStorageKey,
  makePrivateFolder,
  openSealedFiles,
  type BrokenFile,
  type SealedFiles,
} from '../../../../src/extension/runner/storage/index.ts';
import { namesIn, testFolder } from './folder.ts';

const folder = testFolder();
const key = createStorageKey();
const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (content: Uint8Array | undefined): string | undefined =>
  content === undefined ? undefined : Buffer.from(content).toString();

interface Opened {
  readonly files: SealedFiles;
  readonly broken: BrokenFile[];
}

async function openFiles(withKey: Uint8Array | undefined = key): Promise<Opened> {
  const broken: BrokenFile[] = [];
  const sealer = createSealer(withKey);
  const files = await openSealedFiles({ folder: folder.path, sealer, onBroken: (one) => broken.push(one) });
  return { files, broken };
}

describe('sealed files', () => {
  it('give back what was written, and show none of it on disk', async () => {
    const { files } = await openFiles();
    await files.write('jar', bytes('sid=very-secret'));
    expect(text(await files.read('jar'))).toBe('sid=very-secret');
    const raw = await readFile(path.join(folder.path, 'jar'));
    expect(raw.includes('very-secret')).toBe(false);
    expect((await stat(path.join(folder.path, 'jar'))).mode & 0o777).toBe(0o600);
    expect(await namesIn(folder.path)).toEqual(['jar']);
  });

  it('can be read by another window with the same key, and when encryption is switched on later', async () => {
    const plain = await openFiles(undefined);
    await plain.files.write('jar', bytes('old'));
    const { files, broken } = await openFiles();
    expect(text(await files.read('jar'))).toBe('old');
    expect(broken).toEqual([]);
  });

  it('have no content under a name that was never written', async () => {
    const { files, broken } = await openFiles();
    expect(await files.read('jar')).toBeUndefined();
    expect(broken).toEqual([]);
  });

  const damages: readonly (readonly [string, string, (file: string) => Promise<void>])[] = [
    ['empty', 'an empty file', (file) => writeFile(file, '')],
    ['foreign', 'a file of something else', (file) => writeFile(file, '\0\u0001PNG not ours at all, really')],
    [
      'truncated',
      'a file that was cut',
      async (file) => writeFile(file, (await readFile(file)).subarray(0, -5)),
    ],
    [
      'damaged',
      'a file with one bit changed',
      async (file) => {
        const raw = await readFile(file);
        raw[raw.length - 20]! ^= 1;
        await writeFile(file, raw);
      },
    ],
    [
      'version',
      'a file of a later version',
      async (file) => {
        const raw = await readFile(file);
        raw[3] = 2;
        await writeFile(file, raw);
      },
    ],
    [
      'damaged',
      'a file that was put in the place of another',
      async (file) => writeFile(file, createSealer(key).seal(bytes('x'), 'other')),
    ],
  ];
  for (const [fault, what, damage] of damages) {
    it(`set ${what} aside, once, and go on without it`, async () => {
      const { files, broken } = await openFiles();
      await files.write('jar', bytes('a=1'));
      const file = path.join(folder.path, 'jar');
      await damage(file);
      const content = await readFile(file);
      expect(await files.read('jar')).toBeUndefined();
      expect(await files.read('jar')).toBeUndefined();
      expect(broken).toEqual([{ path: file, fault, keptAt: expect.stringMatching(/jar\.corrupt-/) }]);
      expect(await readFile(broken[0]!.keptAt!)).toEqual(content);
      await files.write('jar', bytes('a=2'));
      expect(text(await files.read('jar'))).toBe('a=2');
      expect(await readFile(broken[0]!.keptAt!)).toEqual(content);
    });
  }

  it('leave what another key has sealed where it is, and tell of it once', async () => {
    const { files, broken } = await openFiles();
    const other = await openFiles(createStorageKey());
    const file = path.join(folder.path, 'jar');
    await other.files.write('jar', bytes('theirs'));
    await expect(files.read('jar')).rejects.toMatchObject({ fault: 'key' });
    await expect(files.read('jar')).rejects.toMatchObject({ fault: 'key' });
    expect(broken).toEqual([{ path: file, fault: 'key', keptAt: undefined }]);
    expect(text(await other.files.read('jar'))).toBe('theirs');
    expect(await namesIn(folder.path)).toEqual(['jar']);
  });

  it('follow no symbolic link, neither to read nor to write', async () => {
    const outside = path.join(folder.path, 'outside');
    await mkdir(path.join(folder.path, 'in'));
    await writeFile(outside, 'do not touch');
    const broken: BrokenFile[] = [];
    const files = await openSealedFiles({
      folder: path.join(folder.path, 'in'),
      sealer: createSealer(key),
      onBroken: (one) => broken.push(one),
    });
    await symlink(outside, path.join(files.folder, 'jar'));
    expect(await files.read('jar')).toBeUndefined();
    await symlink(outside, path.join(files.folder, 'jar'));
    await files.write('jar', bytes('mine'));
    expect(broken.map(({ fault }) => fault)).toEqual(['link', 'link']);
    expect(text(await files.read('jar'))).toBe('mine');
    expect(await readFile(outside, 'utf8')).toBe('do not touch');
  });

  it('say what the file system says when nothing can be written', async () => {
    const { files } = await openFiles();
    await files.write('jar', bytes('old'));
    await expect(files.write('missing/jar', bytes('x'))).rejects.toThrow(/ENOENT/);
    expect(text(await files.read('jar'))).toBe('old');
  });

  it('stay as they were when the disk takes only a part of a new one', async () => {
    const { files } = await openFiles();
    await files.write('jar', bytes('old'));
    const child = path.join(import.meta.dirname, 'saveLarge.ts');
    // The shell's limit on the size of files stands for a disk that is full: a write ends in the middle.
    const limited = 'ulimit -f 200; exec "$0" "$@"';
    const saving = spawn(
      'sh',
      ['-c', limited, process.execPath, child, folder.path, Buffer.from(key).toString('hex')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [said] = (await once(saving.stdout, 'data')) as [Buffer];
    expect(String(said)).toBe('EFBIG');
    expect(text(await files.read('jar'))).toBe('old');
    expect(await namesIn(folder.path)).toEqual(['jar']);
  });

  it('are the old or the new one after kill -9 in the middle of a save', async () => {
    const { files, broken } = await openFiles();
    const child = path.join(import.meta.dirname, 'saveForever.ts');
    for (let trial = 0; trial < 8; trial++) {
      const process_ = spawn(process.execPath, [child, folder.path, Buffer.from(key).toString('hex')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(process_.stdout, 'data');
      // Another moment of the loop each time.
      await pause(trial * 3);
      process_.kill('SIGKILL');
      await once(process_, 'exit');
      const content = text(await files.read('jar')) ?? '';
      expect(content.length).toBe(300_000);
      expect(new Set(content).size).toBe(1);
    }
    expect(broken).toEqual([]);
    await openFiles();
    expect((await namesIn(folder.path)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('private folders', () => {
  it('are for the user alone', async () => {
    const place = await makePrivateFolder(folder.path, 'a', 'b');
    expect((await stat(place)).mode & 0o777).toBe(0o700);
    await chmod(place, 0o755);
    await makePrivateFolder(folder.path, 'a', 'b');
    expect((await stat(place)).mode & 0o777).toBe(0o700);
  });

  it('are refused when a link or a file stands in their place', async () => {
    await symlink('/tmp', path.join(folder.path, 'link'));
    await writeFile(path.join(folder.path, 'file'), '');
    await expect(makePrivateFolder(folder.path, 'link', 'b')).rejects.toMatchObject({ fault: 'link' });
    await expect(makePrivateFolder(folder.path, 'file')).rejects.toMatchObject({ fault: 'irregular' });
  });
});
