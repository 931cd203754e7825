import { describe, expect, it } from 'vitest';
import {
  findEnvironmentSources,
  projectTop,
} from '../../../../src/extension/runner/files/environmentFiles.ts';
import { memoryReader } from '../../../../src/extension/runner/ports.ts';

const files = {
  '/p/http-client.env.json': 'far',
  '/p/.env': 'A=1',
  '/p/.vscode/settings.json': `{
    // comments are allowed
    "rest-client.environmentVariables": { "dev": { "host": "x" } },
  }`,
  '/p/api/http-client.env.json': 'near',
  '/p/api/http-client.env.json.user': 'user',
  '/p/api/http-client.private.env.json': 'private',
  '/p/api/.env.dev': 'A=2',
  '/p/api/.env.example': 'A=?',
  '/p/api/env/prod.env': 'A=3',
  '/p/api/a.http': 'GET http://x',
};

async function found(file: string, top?: string) {
  const sources = await findEnvironmentSources(file, { reader: memoryReader(files), top });
  return sources.map((source) => [
    source.kind,
    source.origin,
    'environment' in source ? source.environment : '',
  ]);
}

describe('files around a request file', () => {
  it('names them from the top folder down, with the path from the request file', async () => {
    expect(await found('/p/api/a.http', '/p')).toEqual([
      ['settings', 'rest-client.environmentVariables', ''],
      ['json', '../http-client.env.json', ''],
      ['dotenv', '../.env', ''],
      ['json', 'http-client.env.json', ''],
      ['json', 'http-client.env.json.user', ''],
      ['json', 'http-client.private.env.json', ''],
      ['dotenv', 'env/prod.env', 'prod'],
      ['dotenv', '.env.dev', 'dev'],
    ]);
  });

  it('does not look above the top folder', async () => {
    const sources = await found('/p/api/a.http', '/p/api');
    expect(sources.map(([, origin]) => origin)).not.toContain('../http-client.env.json');
    expect(await found('/p/api/a.http', '/elsewhere')).toEqual(sources);
  });

  it('takes settings from the caller instead of the folder', async () => {
    const settings = [{ kind: 'settings' as const, origin: 'mine', value: {} }];
    const sources = await findEnvironmentSources('/p/a.http', { reader: memoryReader(files), settings });
    expect(sources.map(({ origin }) => origin)).toEqual(['mine', 'http-client.env.json', '.env']);
  });

  it('finds the top of a project by its .git or .vscode folder', async () => {
    expect(await projectTop('/p/api/a.http', '/', memoryReader(files))).toBe('/p');
    const plain = memoryReader({ '/q/api/a.http': '' });
    expect(await projectTop('/q/api/a.http', '/q', plain)).toBe('/q');
    expect(await projectTop('/q/api/a.http', '/elsewhere', plain)).toBe('/q/api');
  });
});
