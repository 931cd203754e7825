import { describe, expect, it } from 'vitest';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { openAtCaret, type MemoryWorld } from '../../support/memoryHost.ts';

async function complete(marked: string, world?: MemoryWorld): Promise<CompletionItem[]> {
  const { service, document, position } = openAtCaret(marked, world);
  return (await service.completion(document, position)).items;
}

async function labels(marked: string, world?: MemoryWorld): Promise<string[]> {
  return (await complete(marked, world)).map(({ label }) => label);
}

/** The line of the caret as it is after the item with the label was taken; placeholders stay visible. */
async function taking(label: string, marked: string, world?: MemoryWorld): Promise<string> {
  const { service, document, position } = openAtCaret(marked, world);
  const { items } = await service.completion(document, position);
  const item = items.find((candidate) => candidate.label === label);
  if (item?.textEdit === undefined) return `no ${label}`;
  const { range, newText } = item.textEdit as TextEdit;
  const text = document.getText();
  const after =
    text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end));
  return after.split('\n')[position.line] ?? '';
}

describe('completion of a request line', () => {
  it('offers methods at its start', async () => {
    expect((await labels('$0')).slice(0, 3)).toEqual(['GET', 'POST', 'PUT']);
    expect(await taking('POST', '### New\nPO$0')).toBe('POST ');
    expect(await taking('PATCH', '### New\n$0\n')).toBe('PATCH ');
  });

  it('offers no methods in the address', async () => {
    expect(await labels('GET ht$0')).toEqual(['https://', 'http://']);
  });
});

describe('completion of headers', () => {
  it('offers names below the request line and below a header', async () => {
    expect(await taking('Content-Type', 'GET https://example.com\nCon$0')).toBe('Content-Type: ');
    expect(await taking('Accept', 'GET https://example.com\nA: b\n$0\n\nbody\n')).toBe('Accept: ');
    expect(await taking('Accept', 'GET https://example.com\nAcc$0: x\n')).toBe('Accept: x');
  });

  it('offers the values of a header', async () => {
    expect(await taking('application/json', 'POST https://example.com\nContent-Type: app$0\n')).toBe(
      'Content-Type: application/json',
    );
    expect(await taking('Bearer {{token}}', 'GET https://example.com\nAuthorization:$0\n')).toBe(
      'Authorization: Bearer {{$1token}}',
    );
    expect(await labels('GET https://example.com\nX-Own: $0\n')).toEqual([]);
  });

  it('offers nothing in a body', async () => {
    expect(await labels('POST https://example.com\n\nhel$0\n')).toEqual([]);
  });
});

describe('completion of directives', () => {
  it('offers them after # @', async () => {
    expect(await taking('no-redirect', '# @no$0\nGET https://example.com\n')).toBe('# @no-redirect');
    expect(await taking('timeout', '// @$0\nGET https://example.com\n')).toBe('// @timeout ${1:30} s');
  });
});

describe('completion of references', () => {
  const text = `@host = https://example.com

### Log in
# @name login
POST {{host}}/login

###
GET {{$0}}
`;

  it('offers variables with their values, request names and dynamic variables', async () => {
    const items = await complete(text, { sent: ['login'] });
    const shown = items.map(({ label, detail }) =>
      [label, detail].filter((part) => part !== undefined).join(' = '),
    );
    expect(shown.slice(0, 3)).toEqual([
      'host = https://example.com',
      'login = POST {{host}}/login',
      '$guid = $guid',
    ]);
  });

  it('closes braces that are not closed', async () => {
    expect(await taking('host', '@host = a\n\nGET {{ho$0')).toBe('GET {{host}}');
    expect(await taking('host', '@host = a\n\nGET {{ho$0}}/a')).toBe('GET {{host}}/a');
    expect(await taking('$guid', 'GET https://example.com/{{$0')).toBe('GET https://example.com/{{\\$guid}}');
  });

  it('offers environment variables, secrets masked', async () => {
    const items = await complete(
      'GET {{$0}}\n//- http-client.private.env.json\n{ "dev": { "key": "s3cret" } }\n',
      { environment: 'dev' },
    );
    expect(items[0]).toMatchObject({ label: 'key', detail: '••••••' });
    expect(JSON.stringify(items)).not.toContain('s3cret');
  });

  it('walks into an exchange step by step', async () => {
    const path = (written: string): string => text.replace('{{$0}}', `{{${written}$0}}`);
    expect(await labels(path('login.'))).toEqual(['login.response', 'login.request']);
    expect(await labels(path('login.response.'))).toEqual([
      'login.response.body',
      'login.response.headers',
      'login.response.cookies',
      'login.response.status',
    ]);
    expect(await taking('login.response.body.$.', path('login.response.body.'))).toBe(
      'GET {{login.response.body.$.}}',
    );
    expect(await labels(path('login.response.headers.'))).toContain('login.response.headers.Location');
  });
});

describe('completion from the last answer', () => {
  const world: MemoryWorld = {
    answers: {
      login: {
        headers: ['content-type', 'X-Request-Id'],
        cookies: ['sid'],
        body: {
          type: 'object',
          members: [
            ['token', { type: 'string' }],
            ['user-id', { type: 'number' }],
            [
              'roles',
              { type: 'array', length: 2, item: { type: 'object', members: [['name', { type: 'string' }]] } },
            ],
          ],
        },
      },
    },
  };
  const at = (written: string): string =>
    `# @name login\nPOST https://example.com\n\n###\nGET {{${written}$0\n`;

  it('offers the members of the body as JSONPath', async () => {
    expect(
      (await complete(at('login.response.body.$.'), world)).map(
        ({ label, detail }) => `${label} ${detail ?? ''}`,
      ),
    ).toEqual(['token string', "['user-id'] number", 'roles array of 2']);
    expect(await taking('token', at('login.response.body.$.to'), world)).toBe(
      'GET {{login.response.body.$.token}}',
    );
    expect(await taking("['user-id']", at('login.response.body.$.'), world)).toBe(
      "GET {{login.response.body.$['user-id']}}",
    );
  });

  it('goes into items', async () => {
    expect(await taking('[0]', at('login.response.body.$.roles'), world)).toBe('no [0]');
    expect(await labels(at('login.response.body.$.roles['), world)).toEqual(['[0]', '[*]']);
    expect(await taking('name', at('login.response.body.$.roles[0].'), world)).toBe(
      'GET {{login.response.body.$.roles[0].name}}',
    );
    expect(await labels(at('login.response.body.$.nope.'), world)).toEqual([]);
  });

  it('offers its headers and cookies', async () => {
    expect(await taking('X-Request-Id', at('login.response.headers.'), world)).toBe(
      'GET {{login.response.headers.X-Request-Id}}',
    );
    expect(await taking('sid', at('login.response.cookies.'), world)).toBe(
      'GET {{login.response.cookies.sid}}',
    );
  });
});

describe('completion in a file of many requests', () => {
  const many = Array.from({ length: 500 }, (_, index) => `# @name r${index}\nGET http://h\n\n###\n`).join('');

  it('offers what fits the letters, and says that there is more', async () => {
    const all = openAtCaret(`${many}GET {{r$0\n`);
    expect((await all.service.completion(all.document, all.position)).isIncomplete).toBe(true);
    expect(await labels(`${many}GET {{r49$0\n`)).toContain('r499');
  });
});

describe('completion of names', () => {
  const files = `
//- http-client.env.json
{ "$shared": { "root": "a" }, "dev": { "host": "b" }, "prod": { "host": "c", "region": "d" } }
//- .env
SECRET_KEY=x
`;

  it('offers keys of environments that are not chosen last', async () => {
    const items = await complete(`GET {{$0}}${files}`, { environment: 'dev' });
    const region = items.find(({ label }) => label === 'region');
    expect(region?.detail).toBe('only in prod');
    expect(items.filter(({ label }) => label === 'host')).toHaveLength(1);
  });

  it('offers what $dotenv and $shared can read', async () => {
    expect(await taking('SECRET_KEY', `GET {{$dotenv SE$0${files}`)).toBe('GET {{$dotenv SECRET_KEY}}');
    expect(await labels(`GET {{$shared $0}}${files}`)).toEqual(['root']);
  });

  it('offers request names where one is named', async () => {
    const text = '# @name login\nPOST https://example.com\n\n###\n';
    expect(await taking('login', `${text}# @ref lo$0`)).toBe('# @ref login');
    expect(await taking('login', `${text}run #$0`)).toBe('run #login');
  });
});

describe('completion of paths', () => {
  const files = '\n//- body.json\n{}\n//- data/a.bin\nx\n';

  it('offers files and folders beside the document', async () => {
    const text = 'POST https://example.com\n\n< $0\n';
    expect(await labels(text + files)).toEqual(['main.http', 'body.json', 'data/']);
    expect(await taking('body.json', text + files)).toBe('< ./body.json');
  });

  it('goes into folders', async () => {
    expect(await taking('a.bin', `POST https://example.com\n\n<@ ./data/a$0\n${files}`)).toBe(
      '<@ ./data/a.bin',
    );
  });
});
