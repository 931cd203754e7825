import { describe, expect, it } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { openAtCaret, type MemoryWorld } from '../../support/memoryHost.ts';

async function hoverText(marked: string, world?: MemoryWorld): Promise<string> {
  const { service, document, position } = openAtCaret(marked, world);
  const hover = await service.hover(document, position);
  return (hover?.contents as MarkupContent | undefined)?.value ?? 'nothing';
}

describe('hover on a variable', () => {
  it('shows its value and the line that defines it', async () => {
    expect(await hoverText('@host = https://example.com\n\nGET {{ho$0st}}/a\n')).toBe(
      '`https://example.com`\n\nfrom main.http:1',
    );
  });

  it('takes the nearest definition above, and names those it hides', async () => {
    expect(await hoverText('@a = 1\n@a = 2\n\nGET https://example.com/{{$0a}}\n\n###\n@a = 3\n'))
      .toMatchInlineSnapshot(`
      "\`2\`

      from main.http:2

      It hides:
      - \`1\` from main.http:1
      - \`3\` from main.http:7"
    `);
  });

  it('shows the chosen environment below the file', async () => {
    const text = `@host = local

GET https://{{$0host}}/
//- http-client.env.json
{
  "$shared": { "host": "any" },
  "dev": { "host": "dev.example.com" }
}
`;
    expect(await hoverText(text, { environment: 'dev' })).toMatchInlineSnapshot(`
      "\`local\`

      from main.http:1

      It hides:
      - \`dev.example.com\` from env dev (http-client.env.json:3)
      - \`any\` from env $shared (http-client.env.json:2)"
    `);
  });

  it('masks what comes from a private file', async () => {
    const text = `GET https://example.com/{{to$0ken}}
//- http-client.env.json
{ "dev": { "token": "public" } }
//- http-client.private.env.json
{ "dev": { "token": "s3cret" } }
`;
    const shown = await hoverText(text, { environment: 'dev' });
    expect(shown).not.toContain('s3cret');
    expect(shown).toMatchInlineSnapshot(`
      "\`••••••\`

      from env dev (http-client.private.env.json:1)

      It hides:
      - \`••••••\` from env dev (http-client.env.json:1)"
    `);
  });

  it('reads the environment files of the folders above', async () => {
    const text = `GET https://{{$0host}}/
//- .env
host=dotenv
//- env/dev.env
host=overlay
//- .env.example
host=sample
`;
    expect(await hoverText(text)).toBe('`dotenv`\n\nfrom .env:1');
    expect(await hoverText(text, { environment: 'dev' })).toMatchInlineSnapshot(`
      "\`overlay\`

      from env/dev.env:1

      It hides:
      - \`dotenv\` from .env:1"
    `);
  });

  it('fills the variables inside its value', async () => {
    expect(await hoverText('@a = x{{b}}\n@b = y{{a}}\n@c = {{d}}!\n@d = z\n\nGET https://{{$0c}}\n')).toBe(
      '`z!`\n\nfrom main.http:3',
    );
    expect(await hoverText('@a = x{{b}}\n@b = y{{a}}\n\nGET https://{{$0a}}\n')).toBe(
      '"a" is defined by itself: a → b → a.',
    );
  });

  it('lets the environment win where the file is written for JetBrains', async () => {
    const text = `@host = local

GET https://{{$0host}}/

> {% client.log("x") %}
//- http-client.env.json
{ "dev": { "host": "dev.example.com" } }
`;
    expect(await hoverText(text, { environment: 'dev' })).toMatchInlineSnapshot(`
      "\`dev.example.com\`

      from env dev (http-client.env.json:1)

      It hides:
      - \`local\` from main.http:1"
    `);
  });

  it('says that nothing defines it', async () => {
    expect(await hoverText('GET https://example.com/{{$0nope}}\n')).toBe(
      '"nope" is not defined in the file or its environments.',
    );
  });

  it('keeps a value with line breaks and backticks on one line of code', async () => {
    expect(await hoverText('@a = x`y\n\nGET https://example.com/{{$0a}}\n')).toBe(
      '``x`y``\n\nfrom main.http:1',
    );
  });
});

describe('hover elsewhere', () => {
  it('tells which request a name stands for', async () => {
    expect(
      await hoverText(
        '### Log in\n# @name login\nPOST https://example.com/login\n\n###\nGET https://example.com/{{lo$0gin.response.body.$.t}}\n',
      ),
    ).toBe('`POST https://example.com/login`\n\nrequest `login`, line 3. It has not been sent yet.');
  });

  it.each([
    ['a header', 'GET https://example.com\nacc$0ept: */*\n'],
    ['a method', 'GE$0T https://example.com\n'],
    ['a directive', '# @noRe$0direct\nGET https://example.com\n'],
    ['a dynamic variable', 'GET https://example.com/{{$rand$0omInt 1 5}}\n'],
  ])('explains %s', async (_what, text) => {
    expect(await hoverText(text)).toMatchSnapshot();
  });

  it('has nothing to say about a body', async () => {
    expect(await hoverText('POST https://example.com\n\nhel$0lo\n')).toBe('nothing');
  });

  it('says of a path into an answer which request it is about, and whether that was sent', async () => {
    const text = '# @name login\nPOST http://h\n\n###\nGET http://h/{{login.resp$0onse.body.$.a}}\n';
    expect(await hoverText(text, { sent: ['login'] })).toBe(
      '`POST http://h`\n\nrequest `login`, line 2. It has been sent.',
    );
  });

  it('says how a bare timeout and a date are read', async () => {
    expect(await hoverText('# @timeout 3$00\nGET http://h\n')).toContain('Here: 30 seconds.');
    expect(await hoverText('# @dialect httpyac\n# @time$0out 30\nGET http://h\n')).toContain(
      '30 milliseconds.',
    );
    expect(await hoverText('# @timeout 3$00 s\nGET http://h\n')).not.toContain('Here:');
    expect(await hoverText('GET http://h/{{$date$0time "dd.MM.yyyy"}}\n')).toContain('those of .NET');
  });

  it('says of a file how much it is and how it is sent', async () => {
    const files = '//- a.json\n{}\n';
    expect(await hoverText(`POST http://h\n\n< ./a$0.json\n${files}`)).toBe(
      '`./a.json`\n\n3 bytes. It is sent as it is, byte for byte.',
    );
    expect(await hoverText(`POST http://h\n\n<@ ./a$0.json\n${files}`)).toContain(
      'Its variables are filled.',
    );
    expect(await hoverText('POST http://h\n\n< ./b$0.json\n')).toBe(
      'There is no file `./b.json` beside this document.',
    );
  });
});
