import { describe, expect, it } from 'vitest';
import { isAlone } from '../../../src/extension/editor/sending/runs/fileParts.ts';
import { define } from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';

function alone(text: string): boolean {
  const file = define(parse(text));
  return isAlone(file.requests.at(-1)!, file);
}

describe('a request', () => {
  it.each([
    '@host = a.test\n### login\nGET http://{{host}}/\n',
    '### login\nGET http://a.test\n\n###\nGET http://a.test/{{$uuid}}\n',
    '### login\nGET http://a.test\n\n###\n# @sleep 5\nGET http://a.test/{{user.name}}\n',
  ])('that needs no other one is sent without a plan: %j', (text) => {
    expect(alone(text)).toBe(true);
  });

  it.each([
    '# @ref login\nGET http://a.test\n',
    '# @forceRef login\nGET http://a.test\n',
    '# @loop for 3\nGET http://a.test\n',
    '### login\nGET http://a.test\n\n###\nGET http://a.test/{{login.response.status}}\n',
    '### login\nGET http://a.test\n\n###\nGET http://a.test/{{login.token}}\n',
    'import ./auth.http\n\n###\nGET http://a.test/{{login.token}}\n',
  ])('that may need another one is planned: %j', (text) => {
    expect(alone(text)).toBe(false);
  });
});
