import { expect, it } from 'vitest';
import { answersRead, noEnvironment, readEnvironments } from '../../../src/language/semantics/index.ts';
import { definitionOf } from './wire.ts';

const names = (text: string): readonly string[] | undefined => {
  const read = answersRead(definitionOf(text), noEnvironment);
  return read === undefined ? undefined : [...read];
};

it('names the requests whose answers a file reads', () => {
  expect(names('GET https://a.test/')).toEqual([]);
  expect(names('@t = {{login.response.body.$.t}}\nGET https://a.test/{{t}}\nA: {{me.id}}')).toEqual([
    'login',
    't',
    'me',
  ]);
});

it('looks into the environment too', () => {
  const text = '{"dev": {"a": "{{login.response.headers.X}}", "b": "plain"}}';
  const source = { kind: 'json', origin: 'env', text, visibility: 'public' } as const;
  const environment = readEnvironments([source]).select('dev');
  expect([...(answersRead(definitionOf('GET https://a.test/{{a}}'), environment) ?? [])]).toEqual([
    'a',
    'login',
  ]);
});

it('may mean every request when texts come from other files', () => {
  expect(names('POST https://a.test/\n\n<@ ./body.json\n')).toBeUndefined();
  expect(names('import ./other.http\n\n###\nGET https://a.test/\n')).toBeUndefined();
});
