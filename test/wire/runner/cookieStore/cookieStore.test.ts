import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CookieJar } from '../../../../src/extension/http/index.ts';
import { createSealer, createStorageKey, moveAside } from '../../../../src/extension/runner/index.ts';
import { jarFile, key, later, namesOf, openWindow, storeFolder } from './windows.ts';

const folder = storeFolder();

describe('the cookies of a session', () => {
  it('are there after a restart, as they were', async () => {
    const first = await openWindow(folder.path);
    first.jar.setFromResponse('https://a.test/x/', [
      'a=1; Max-Age=3600; Secure; HttpOnly; SameSite=None',
      'b=2; Max-Age=3600; Domain=a.test; Path=/y',
    ]);
    first.jar.set({ name: 'off', value: '3', domain: 'a.test', expires: later, disabled: true });
    const before = first.jar.toJSON();
    await first.store.close();
    const second = await openWindow(folder.path);
    expect(second.jar.toJSON()).toEqual(before);
    expect(second.store.names()).toEqual(['default']);
    expect(second.store.problem).toBeUndefined();
  });

  it('are in files that only the user can read, with nothing in them to read', async () => {
    const { store, jar } = await openWindow(folder.path);
    jar.set({ name: 'sid', value: 'very-secret', domain: 'api.test', expires: later });
    await store.settle();
    const file = jarFile(folder.path, 'default');
    const raw = await readFile(file, 'latin1');
    expect(raw).not.toMatch(/very-secret|api\.test|sid/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readdir(folder.path)).filter((name) => /tmp|lock/.test(name))).toEqual([]);
  });

  it('are written without being asked, within a moment', async () => {
    const { store, jar } = await openWindow(folder.path);
    jar.set({ name: 'a', value: '1', domain: 'a.test', expires: later });
    await vi.waitFor(() => stat(jarFile(folder.path, 'default')));
    expect(store.problem).toBeUndefined();
  });

  it('belong to that session alone, whatever its name is', async () => {
    const { store, jar } = await openWindow(folder.path, { session: '../admin' });
    jar.set({ name: 'a', value: '1', domain: 'a.test', expires: later });
    const other = new CookieJar();
    await store.attach('default', other);
    await store.close();
    expect(other.list()).toEqual([]);
    const again = await openWindow(folder.path, { session: '../admin' });
    expect(namesOf(again.jar)).toEqual(['a']);
    expect(again.store.names()).toEqual(['../admin']);
  });

  it('keep what a jar held before it was attached', async () => {
    const first = await openWindow(folder.path);
    first.jar.set({ name: 'disk', value: '1', domain: 'a.test', expires: later });
    await first.store.close();
    const jar = new CookieJar();
    jar.set({ name: 'memory', value: '1', domain: 'a.test', expires: later });
    const second = await openWindow(folder.path, { jar });
    expect(namesOf(jar)).toEqual(['disk', 'memory']);
    await second.store.close();
    expect(namesOf((await openWindow(folder.path)).jar)).toEqual(['disk', 'memory']);
  });
});

describe('cookies without an expiry', () => {
  const session = { name: 'sid', value: '1', domain: 'a.test' };
  const lasting = { name: 'theme', value: 'dark', domain: 'a.test', expires: later };

  it('end with the last window, and leave the disk with it', async () => {
    const first = await openWindow(folder.path);
    const second = await openWindow(folder.path);
    first.jar.set(session);
    first.jar.set(lasting);
    await vi.waitFor(() => expect(namesOf(second.jar)).toEqual(['sid', 'theme']));
    await first.store.close();
    const third = await openWindow(folder.path);
    expect(namesOf(third.jar)).toEqual(['sid', 'theme']);
    await second.store.close();
    await third.store.close();
    expect(namesOf((await openWindow(folder.path)).jar)).toEqual(['theme']);
  });

  it('stay when the user wants it', async () => {
    const first = await openWindow(folder.path, { keeps: true });
    first.jar.set(session);
    await first.store.close();
    expect(namesOf((await openWindow(folder.path, { keeps: true })).jar)).toEqual(['sid']);
  });

  it('end also when all windows were killed', async () => {
    const first = await openWindow(folder.path);
    first.jar.set(session);
    await first.store.settle();
    await first.store.close();
    const dead = path.join(folder.path, `${2 ** 22 + 1}.000000000000.window`);
    const kept = await openWindow(folder.path, { keeps: true });
    kept.jar.set(session);
    await kept.store.close();
    await writeFile(dead, '');
    expect(namesOf((await openWindow(folder.path)).jar)).toEqual([]);
    expect(await readdir(folder.path)).not.toContain(path.basename(dead));
  });
});

describe('two windows', () => {
  it('follow each other within a second, also in what is deleted', async () => {
    const a = await openWindow(folder.path);
    const b = await openWindow(folder.path);
    a.jar.setFromResponse('http://a.test/', ['sid=1', 'other=2']);
    await vi.waitFor(() => expect(namesOf(b.jar)).toEqual(['other', 'sid']), { timeout: 1000 });
    b.jar.delete({ name: 'sid' });
    await vi.waitFor(() => expect(namesOf(a.jar)).toEqual(['other']), { timeout: 1000 });
    a.jar.set({ name: 'new', value: '1', domain: 'a.test' });
    await vi.waitFor(() => expect(namesOf(b.jar)).toEqual(['new', 'other']), { timeout: 1000 });
  });

  it('do not undo what the other has deleted, when both write at once', async () => {
    const a = await openWindow(folder.path);
    const b = await openWindow(folder.path);
    a.jar.setFromResponse('http://a.test/', ['one=1', 'two=2']);
    await a.store.settle();
    await b.store.refresh('default');
    a.jar.delete({ name: 'one' });
    b.jar.set({ name: 'three', value: '3', domain: 'a.test' });
    await Promise.all([a.store.settle(), b.store.settle()]);
    await Promise.all([a.store.refresh('default'), b.store.refresh('default')]);
    expect([namesOf(a.jar), namesOf(b.jar)]).toEqual([
      ['three', 'two'],
      ['three', 'two'],
    ]);
  });

  it('learn of sessions that the other makes', async () => {
    const a = await openWindow(folder.path);
    const b = await openWindow(folder.path);
    const jar = new CookieJar();
    await a.store.attach('admin', jar);
    jar.set({ name: 'a', value: '1', domain: 'a.test' });
    await vi.waitFor(() => expect(b.store.names()).toEqual(['admin']), { timeout: 1000 });
  });
});

describe('a file of cookies', () => {
  const damages: readonly (readonly [string, string, (file: string) => Promise<void>])[] = [
    ['empty', 'empty', (file) => writeFile(file, '')],
    ['binary', 'foreign', (file) => writeFile(file, Buffer.from([0, 255, 1, 254, 137, 80, 78, 71]))],
    ['cut', 'truncated', async (file) => writeFile(file, (await readFile(file)).subarray(0, -7))],
    [
      'of a later version',
      'version',
      async (file) => {
        const raw = await readFile(file);
        raw[3] = 9;
        await writeFile(file, raw);
      },
    ],
    [
      'no jar inside its seal',
      'foreign',
      async (file) => writeFile(file, key.seal(Buffer.from('[]'), path.basename(file))),
    ],
    [
      'a jar of a later version inside its seal',
      'version',
      async (file) => writeFile(file, key.seal(Buffer.from('{"version":2}'), path.basename(file))),
    ],
  ];
  it.each(damages)(
    'that is %s is set aside as %s, told once, and stays as it was (K02)',
    async (_what, fault, damage) => {
      const first = await openWindow(folder.path);
      first.jar.set({ name: 'a', value: '1', domain: 'a.test', expires: later });
      await first.store.close();
      const file = jarFile(folder.path, 'default');
      await damage(file);
      const content = await readFile(file);
      const second = await openWindow(folder.path);
      expect(second.broken.map((one) => one.fault)).toEqual([fault]);
      expect(second.jar.list()).toEqual([]);
      second.jar.set({ name: 'b', value: '1', domain: 'a.test', expires: later });
      await second.store.close();
      expect(await readFile(second.broken[0]?.keptAt ?? '')).toEqual(content);
      const third = await openWindow(folder.path);
      expect([namesOf(third.jar), third.broken]).toEqual([['b'], []]);
    },
  );

  it('that is a symbolic link is set aside, and what it leads to is not touched', async () => {
    const target = path.join(folder.path, '..', `${path.basename(folder.path)}-target`);
    await writeFile(target, 'do not touch');
    await symlink(target, jarFile(folder.path, 'default'));
    const { store, jar, broken } = await openWindow(folder.path);
    jar.set({ name: 'a', value: '1', domain: 'a.test', expires: later });
    await store.close();
    expect(broken.map(({ fault }) => fault)).toEqual(['link']);
    expect(await readFile(target, 'utf8')).toBe('do not touch');
    expect((await stat(jarFile(folder.path, 'default'))).isFile()).toBe(true);
  });

  it('that breaks while a window is open is written anew from what the window has', async () => {
    const { store, jar, broken } = await openWindow(folder.path);
    jar.set({ name: 'a', value: '1', domain: 'a.test', expires: later });
    await store.settle();
    await writeFile(jarFile(folder.path, 'default'), 'garbage');
    await vi.waitFor(() => expect(broken.map(({ fault }) => fault)).toEqual(['foreign']));
    expect(namesOf(jar)).toEqual(['a']);
    await store.settle();
    expect(namesOf((await openWindow(folder.path)).jar)).toEqual(['a']);
  });

  it('that another key has sealed stays as it is, is told, and is replaced once it was set aside', async () => {
    const first = await openWindow(folder.path);
    first.jar.set({ name: 'a', value: '1', domain: 'a.test', expires: later });
    await first.store.settle();
    const file = jarFile(folder.path, 'default');
    const content = await readFile(file);
    const second = await openWindow(folder.path, { sealer: createSealer(createStorageKey()) });
    expect(second.store.problem).toBe('otherKey');
    expect(second.broken).toEqual([{ path: file, fault: 'key', keptAt: undefined }]);
    second.jar.set({ name: 'b', value: '1', domain: 'a.test', expires: later });
    await second.store.settle();
    expect(second.store.problem).toBe('otherKey');
    expect(await readFile(file)).toEqual(content);
    expect(first.broken).toEqual([]);
    await first.store.close();
    expect(await readFile(await moveAside(file))).toEqual(content);
    await vi.waitFor(() => expect(second.store.problem).toBeUndefined());
    await vi.waitFor(() => stat(file));
    expect(second.broken).toHaveLength(1);
  });
});
