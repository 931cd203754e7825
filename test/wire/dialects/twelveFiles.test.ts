import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../host/folders.ts';
import { sendFile } from './sendFile.ts';

/** Files as people write them for one tool or another, with the bytes they must become beside them. */
const folder = path.join(projectFolder, 'test/fixtures/files');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.http'))
  .sort();

describe('a file as its author meant it', () => {
  it('is there for each of the twelve things that decide', () => {
    const numbers = new Set(files.map((name) => name.slice(0, 2)));
    expect([...numbers]).toEqual(Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0')));
  });

  it.each(files)('%s becomes exactly the bytes beside it', async (name) => {
    const file = path.join(folder, name);
    const { wire, ends } = await sendFile(file, readFileSync(file, 'utf8'));
    expect(new Set(ends)).toEqual(new Set(['done 200']));
    await expect(wire).toMatchFileSnapshot(`${file.slice(0, -5)}.wire.txt`);
  });

  it.each(files)('%s becomes the same bytes when its lines end with CRLF', async (name) => {
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    const { wire } = await sendFile(file, text.replaceAll('\n', '\r\n'));
    expect(wire).toBe((await sendFile(file, text)).wire);
  });

  it('says what it does not do with scripts, outputs and assertions', async () => {
    const file = path.join(folder, '08-jetbrains-scripts.http');
    const { warnings } = await sendFile(file, readFileSync(file, 'utf8'));
    expect(warnings).toEqual([
      'Line 4: the script is not run.',
      'Line 13: the script is not run.',
      'Line 18: the response is not written to response.json.',
      'Line 24: the script is not run.',
      'Line 25: the response is not written to response.json.',
    ]);
  });
});
