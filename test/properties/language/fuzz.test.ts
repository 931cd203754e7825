import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, print } from '../../../src/language/syntax/index.ts';
import { checkMeaning, fuzz } from '../../fuzz/fuzz.ts';
import { hostileTexts } from '../../fuzz/hostileShapes.ts';
import { projectFolder } from '../../host/folders.ts';

const folder = path.join(projectFolder, 'test/fixtures/files');
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.http'))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'));

describe('a short run of `npm run fuzz`', () => {
  it('breaks no rule with random edits of our fixtures (G01)', () => {
    expect(fuzz({ seed: 1, edits: 300, texts })).toBe(300);
  });

  it.each([...hostileTexts(2000)].map(({ name, text }) => [name, text] as const))(
    'breaks no rule with %s (G02)',
    (_, text) => {
      const tree = parse(text);
      expect(print(tree)).toBe(text);
      expect(checkMeaning(tree).requests.length).toBeGreaterThanOrEqual(0);
    },
  );
});
