import { describe, expect, it } from 'vitest';
import { variableRows } from '../../../src/extension/editor/environments/variableRows.ts';
import { define, machine, readEnvironments } from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';

describe('the variables of a file', () => {
  const environment = readEnvironments([
    {
      kind: 'json',
      origin: '../http-client.env.json',
      visibility: 'public',
      text: '{\n"dev": {\n"host": "dev.test",\n"user": {"password": "p"} } }',
    },
    { kind: 'dotenv', origin: '.env', text: 'KEY=1' },
    { kind: 'settings', origin: 'settings', value: { dev: { key: '{{nobody}}' } } },
  ]).select('dev');
  const file = define(parse('@host = {{base}}/v1\n@base = local\n\nGET http://{{host}}/\n'));
  const rows = variableRows({ ...machine, file, environment });

  it('are each there once, with value, origin and what loses', () => {
    expect(rows.map(({ name, value, origin }) => [name, value, origin])).toEqual([
      ['base', 'local', 'file:2'],
      ['host', 'local/v1', 'file:1'],
      ['key', undefined, ''],
      ['KEY', '1', '.env:1'],
      ['user', '{"password": "p"}', 'env dev (../http-client.env.json:4)'],
      ['user.password', 'p', 'env dev (../http-client.env.json:4)'],
    ]);
    expect(rows[1]?.losers).toEqual([
      { value: 'dev.test', origin: 'env dev (../http-client.env.json:3)', isSecret: false },
    ]);
    expect(rows[2]?.reason).toContain('nobody');
  });

  it('say which values are secret, also inside of others', () => {
    expect(rows.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual([
      'user',
      'user.password',
    ]);
  });

  it('lead to where they are defined', () => {
    expect(rows.map(({ place }) => place)).toEqual([
      { file: '', line: 2 },
      { file: '', line: 1 },
      undefined,
      { file: '.env', line: 1 },
      { file: '../http-client.env.json', line: 4 },
      { file: '../http-client.env.json', line: 4 },
    ]);
  });
});
