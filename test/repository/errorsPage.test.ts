/** The page of errors says what the code does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultGuide } from '../../src/extension/http/errors/faultGuide.ts';
import { projectFolder } from '../host/folders.ts';
import { errorsPage, errorsPagePath } from './errorsPage.ts';

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');

describe('the page of errors', () => {
  it('is what "npm run docs" writes', async () => {
    expect(readFileSync(errorsPagePath, 'utf8')).toBe(await errorsPage());
  });

  it('is linked from the README', () => {
    expect(read('README.md')).toContain('docs/errors.md');
  });

  it('names settings that there are', () => {
    const { contributes } = JSON.parse(read('package.json')) as {
      contributes: { configuration: { properties: object } };
    };
    const limits = Object.values(faultGuide).flatMap(({ limits: names = [] }) => names);
    const settings = Object.keys(contributes.configuration.properties);
    expect(limits.filter((name) => !settings.includes(`httpSessions.${name}`))).toEqual([]);
  });

  it('says of every error in one line what to do', () => {
    for (const { what, todo } of Object.values(faultGuide)) {
      expect([what, todo]).toEqual([
        expect.stringMatching(/^[^\n]+\.$/),
        expect.stringMatching(/^[^\n]+[.)]$/),
      ]);
    }
  });
});
