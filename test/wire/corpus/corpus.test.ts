import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../host/folders.ts';
import { checkCorpus } from './checkCorpus.ts';
import { readIndex } from './readIndex.ts';

const given = process.env['CORPUS_DIR'];
const corpus = path.resolve(projectFolder, given ?? '../shared/corpus');
const isThere = existsSync(path.join(corpus, 'index.json'));

describe('our own small corpus', () => {
  it('is read exactly', () => {
    expect(checkCorpus(path.join(projectFolder, 'test/fixtures/corpus'))).toEqual({
      compared: 4,
      differences: [],
      wrong: 0,
      errors: [],
      lossy: [],
    });
  });
});

describe('the index of a corpus', () => {
  const facts = { requests: 2, methods: ['GET', 'PUT'], names: ['a'], vars: [{ name: 'v', value: '1' }] };

  it.each([
    ['a list', [{ file: 'x.http', ...facts }]],
    ['a list in an object', { version: 1, entries: [{ path: 'x.http', ...facts }] }],
    ['an object by file name', { 'x.http': facts }],
  ])('may be %s', (_, index) => {
    expect(readIndex(index)).toEqual([
      { file: 'x.http', count: 2, methods: ['GET', 'PUT'], names: ['a'], variables: ['v'], isAccepted: true },
    ]);
  });

  it('may list the requests themselves', () => {
    const index = [
      { name: 'x.rest', requests: [{ method: 'GET', name: 'a' }, { method: 'PUT' }], valid: false },
    ];
    expect(readIndex(index)).toEqual([
      {
        file: 'x.rest',
        count: 2,
        methods: ['GET', 'PUT'],
        names: ['a'],
        variables: undefined,
        isAccepted: false,
      },
    ]);
  });

  it('may count the methods, spell its keys otherwise and keep its facts apart', () => {
    expect(
      readIndex({ files: { 'x.http': { Expected: { Request_Count: 3, methods: { GET: 2, PUT: 1 } } } } }),
    ).toEqual([
      {
        file: 'x.http',
        count: 3,
        methods: ['GET', 'GET', 'PUT'],
        names: undefined,
        variables: undefined,
        isAccepted: true,
      },
    ]);
  });

  it('must say something of a file', () => {
    expect(() => readIndex([{ file: 'x.http', size: 3 }])).toThrow(
      'index.json tells no count, methods, names or variables of any file; an entry has {"file":"x.http","size":3}.',
    );
  });

  it('must name a file', () => {
    expect(() => readIndex({ nothing: [] })).toThrow(
      'index.json names no .http or .rest file (its keys are nothing)',
    );
  });
});

describe(isThere ? 'the corpus' : 'the corpus, which is not here', () => {
  if (!isThere) {
    it('was not found, and nothing of it was compared', () => {
      // A corpus that somebody asked for by name must be there.
      expect(given).toBeUndefined();
      console.log('corpus: not found, not run');
    });
    return;
  }
  const report = checkCorpus(corpus);

  it('is read exactly in at least 99 of 100 files', () => {
    console.log(`corpus: ${report.compared - report.wrong} of ${report.compared} files read exactly`);
    if (report.differences.length > 0) console.log(report.differences.join('\n'));
    expect(report.wrong / report.compared).toBeLessThanOrEqual(0.01);
  });

  it('has no error where its own tool has none', () => {
    expect(report.errors).toEqual([]);
  });

  it('loses no character of any file', () => {
    expect(report.lossy).toEqual([]);
  });
});
