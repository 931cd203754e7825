/** Constructs that files of other tools have, each in a file of our own, with all that is said about it. */
import { describe, expect, it } from 'vitest';
import { definitionOf } from '../semantics/wire.ts';

/** A line for each request, `METHOD url (name) body`, and one for each problem but hints. */
function read(text: string): readonly string[] {
  const { requests, problems } = definitionOf(text);
  return [
    ...requests.map(({ method, url, name, body }) => {
      const segments = body.kind === 'none' || body.kind === 'graphql' ? [] : body.segments;
      const sent = segments.map((segment) => (segment.kind === 'text' ? segment.text : `<${segment.path}>`));
      return [method, url, ...(name === undefined ? [] : [`(${name})`]), ...sent].join(' ');
    }),
    ...problems
      .filter(({ severity }) => severity !== 'hint')
      .map(({ severity, code }) => `? ${severity} ${code}`),
  ];
}

describe('a file of another tool', () => {
  it('may name its hosts with dots, digits and dashes, as Visual Studio does', () => {
    const text = '@Shop.Api_HostAddress = http://h\n@0.Api-Host = http://i\n';
    expect(read(`${text}GET {{Shop.Api_HostAddress}}/a\n###\nGET {{0.Api-Host}}/b\n`)).toEqual([
      'GET {{Shop.Api_HostAddress}}/a',
      'GET {{0.Api-Host}}/b',
    ]);
    expect(definitionOf(text).variables.map(({ name }) => name)).toEqual([
      'Shop.Api_HostAddress',
      '0.Api-Host',
    ]);
  });

  it('may draw lines between its requests, which name nothing', () => {
    expect(read('##########\n# Users\n##########\nGET http://h\n### -----\nGET http://i\n')).toEqual([
      'GET http://h',
      'GET http://i',
    ]);
  });

  it('may leave out the blank line above JSON and XML', () => {
    expect(read('POST http://h\nContent-Type: application/json\n{\n  "a": 1\n}\n')).toEqual([
      'POST http://h {\n  "a": 1\n}',
      '? information body-blank-line',
    ]);
    expect(read('POST http://h\nA: b\n[1]\n###\nPOST http://i\nA: b\n<a/>\n')).toEqual([
      'POST http://h [1]',
      'POST http://i <a/>',
      '? information body-blank-line',
      '? information body-blank-line',
    ]);
  });

  it('may put braces into an indented path', () => {
    expect(read('GET http://h\n    /{a}\n    {b}\n')).toEqual(['GET http://h/{a}{b}']);
  });

  it('may write the version in small letters', () => {
    expect(read('GET http://h/a http/1.1\n')).toEqual(['GET http://h/a']);
  });

  it('may hold whole requests in the parts of a batch', () => {
    const batch = '--b\nContent-Type: application/http\n\nGET /a HTTP/1.1\n\n--b--\n';
    expect(
      read(`POST http://h\nContent-Type: multipart/mixed; boundary=b\n\n${batch}`).filter((line) =>
        line.startsWith('?'),
      ),
    ).toEqual([]);
  });

  it('may have handlers in Lua, which are not run, and in modules', () => {
    expect(read('GET http://h\n\n> ./a.lua\n> ../b.mjs\n')).toEqual([
      'GET http://h',
      '? information not-run-yet',
    ]);
  });

  it('may name the files of gRPC and GraphQL above a request, as httpYac does', () => {
    expect(read('proto < ./a.proto\n\nGRPC h:1/a.B/C\n{ "a": 1 }\n')).toEqual([
      'GRPC h:1/a.B/C { "a": 1 }',
      '? information not-run-yet',
      '? information not-run-yet',
      '? information body-blank-line',
    ]);
    expect(read('gql parts < ./parts.gql\nPOST http://h\n')).toEqual([
      'POST http://h',
      '? information not-run-yet',
    ]);
    expect(read('fragment P on R {\n  a\n}\n\nPOST http://h\n')).toEqual([
      'POST http://h',
      '? information not-run-yet',
    ]);
  });

  it('may take a value of its answer right below a request, without a separator', () => {
    const text = '# @name login\nPOST http://h\n\n{"a": 1}\n\n  @token = {{login.response.body.token}}\n';
    expect(definitionOf(`${text}###\nGET http://i\nA: {{token}}\n`).variables).toMatchObject([
      { name: 'token', value: '{{login.response.body.token}}', line: 6 },
    ]);
  });

  it('may have such lines in text that is sent untouched, where they define nothing', () => {
    const csv = 'POST http://h\nContent-Type: text/csv\n\n@a = 1\n';
    expect(definitionOf(csv).variables).toEqual([]);
    expect(read(csv)).toEqual(['POST http://h @a = 1']);
  });

  it('may begin with words that only look like such a line', () => {
    expect(read('proto.test/a\n###\ngql http://h\n###\nfragment of {\n')).toEqual([
      'GET proto.test/a',
      'GET gql http://h',
      'GET fragment of {',
      '? information scheme-added',
      '? information scheme-added',
      '? information scheme-added',
    ]);
  });
});
