import { describe, expect, it } from 'vitest';
import { open, type MemoryWorld } from '../../support/memoryHost.ts';

/** The text with its hints in brackets. */
async function hinted(text: string, world?: MemoryWorld): Promise<string> {
  const { service, document } = open(text, world);
  const range = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
  const hints = await service.inlayHints(document, range);
  return TextDocumentWith(
    document.getText(),
    hints.map(({ position, label }) => ({ at: document.offsetAt(position), text: `[${label as string}]` })),
  );
}

function TextDocumentWith(text: string, insertions: readonly { at: number; text: string }[]): string {
  return insertions.reduceRight((out, { at, text: added }) => out.slice(0, at) + added + out.slice(at), text);
}

describe('inlay hints', () => {
  it('show the address with its variables filled', async () => {
    expect(
      await hinted(
        '@host = http://127.0.0.1:8080\n\nPOST {{host}}/login HTTP/1.1\n    ?a={{host}}\n\n###\nGET http://a\n',
      ),
    ).toMatchInlineSnapshot(`
      "@host = http://127.0.0.1:8080

      POST {{host}}/login HTTP/1.1
          ?a={{host}}[= http://127.0.0.1:8080/login?a=http://127.0.0.1:8080]

      ###
      GET http://a
      "
    `);
  });

  it('take the chosen environment, with its secrets masked', async () => {
    const text = `GET https://{{host}}/?key={{api_token}}
//- http-client.env.json
{ "dev": { "host": "example.com" } }
//- http-client.private.env.json
{ "dev": { "api_token": "hush" } }
`;
    expect(await hinted(text, { environment: 'dev' })).toBe(
      'GET https://{{host}}/?key={{api_token}}[= https://example.com/?key=••••••]',
    );
  });

  it('leave what is new each time and what is not known as it is written', async () => {
    const text =
      '@id = {{$guid}}\n@a = 1\n# @prompt p\nGET http://h/{{a}}/{{id}}/{{$timestamp}}/{{nope}}/{{p}}\n';
    expect(await hinted(text)).toContain('[= http://h/1/{{id}}/{{$timestamp}}/{{nope}}/{{p}}]');
  });

  it('say nothing where there is nothing to fill', async () => {
    expect(await hinted('GET http://h/{{nope}}\n\n###\nGET http://h/\n')).not.toContain('[');
  });

  it('tell the size of a file and whether it is sent as it is', async () => {
    const text = `POST http://h

< ./a.json

###
POST http://h

<@ ./a.json
< ./none.json
//- a.json
{"a": 1}`;
    expect(await hinted(text)).toMatchInlineSnapshot(`
      "POST http://h

      < ./a.json[= 8 bytes, sent as is]

      ###
      POST http://h

      <@ ./a.json[= 8 bytes, variables are filled]
      < ./none.json"
    `);
  });

  it('are for the lines that are asked about', async () => {
    const { service, document } = open('@a = 1\nGET http://h/{{a}}\n\n###\nGET http://h/{{a}}\n');
    const hints = await service.inlayHints(document, {
      start: { line: 3, character: 0 },
      end: { line: 5, character: 0 },
    });
    expect(hints.map(({ position }) => position.line)).toEqual([4]);
  });

  it('are none when the setting says so', async () => {
    expect(await hinted('@a = 1\nGET http://h/{{a}}\n', { inlayHints: false })).not.toContain('[');
  });
});
