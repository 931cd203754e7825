import { describe, expect, it } from 'vitest';
import { wire, type World } from '../semantics/wire.ts';
import { authorizationOf, reading, settings } from './reading.ts';

const post = (lines: string, type = 'text/plain', world: World = {}): string =>
  wire(`POST https://a.test\nContent-Type: ${type}\n\n${lines}`, world).split('\n').slice(3).join('\n');
const get = 'GET https://a.test';

describe('1c body from file', () => {
  it('is the bytes of the file, filled only in the JetBrains dialect', () => {
    expect(post('< ./a.json')).toBe('‹./a.json›');
    expect(wire('# @dialect jetbrains\nPOST https://a.test\n\n< ./a.json')).toContain('‹./a.json filled›');
  });
});

describe('1c body file + vars', () => {
  it('is filled, in the encoding that is named', () => {
    expect(post('<@ ./a.xml')).toBe('‹./a.xml filled›');
    expect(post('<@latin1 ./a.xml')).toBe('‹./a.xml filled latin1›');
  });
});

describe('1c file path variable', () => {
  it('is filled first', () => {
    expect(wire('@path = ./a.bin\nPOST https://a.test\n\n< {{path}}')).toContain('‹./a.bin›');
  });
});

describe('1c trailing newline after `<`', () => {
  it('is not added', () => {
    expect(post('< ./a.bin\n\n\n')).toBe('‹./a.bin›');
  });
});

describe('1c body trimming', () => {
  it('cuts text at both ends, and nothing inside', () => {
    expect(post('\n\n  {\n\n  }  \n\n# c\n\n')).toBe('{\n\n  }');
  });
});

describe('1c line ending', () => {
  it('is LF, whatever the file has', () => {
    expect(post('a\r\nb\rc\nd')).toBe('a\nb\nc\nd');
  });

  it('is CRLF in an HTTP message', () => {
    expect(post('GET /\nA: 1', 'application/http')).toBe('GET /␍\nA: 1');
  });
});

describe('1c multipart', () => {
  const form = 'multipart/form-data; boundary=b';

  it('has CRLF in its framing only', () => {
    expect(post('--b\nA: 1\n\none\ntwo\n--b\nB: 2\n\n< ./f\n--b--', form)).toBe(
      '--b␍\nA: 1␍\n␍\none\ntwo␍\n--b␍\nB: 2␍\n␍\n‹./f›␍\n--b--␍\n',
    );
  });

  it('gets what is missing, and that is said', () => {
    expect(reading('POST https://a.test\nContent-Type: multipart/form-data\n\n--b\nA: 1\n< ./f')).toBe(
      'POST https://a.test\nContent-Type: multipart/form-data; boundary=b\n\n' +
        '--b␍\nA: 1␍\n␍\n‹./f›␍\n--b--␍\n\n' +
        '? information multipart-boundary-added "multipart/form-data"\n' +
        '? information multipart-not-closed "--b"\n' +
        '? information part-without-name "--b"\n' +
        '? information multipart-blank-line "< ./f"',
    );
  });
});

describe('1c form body', () => {
  const form = (lines: string): string => post(lines, 'application/x-www-form-urlencoded');

  it('joins lines at an ampersand on either side, without the blanks around the signs', () => {
    expect(form('a=1\n&b=2')).toBe('a=1&b=2');
    expect(form('a = 1 &\nb = 2')).toBe('a=1&b=2');
  });

  it('is encoded after the strategy', () => {
    expect(form('a=x y/z&b=%20')).toBe('a=x%20y/z&b=%20');
    const scope: World['scope'] = { formEncoding: 'always' };
    expect(post('a=x/y', 'application/x-www-form-urlencoded', { scope })).toBe('a=x%2Fy');
  });
});

describe('1c GraphQL', () => {
  it('is JSON by method or header, in any case', () => {
    const json = '{"query":"query Q { a }","operationName":"Q","variables":{"v": 1}}';
    expect(wire('GRAPHQL https://a.test\n\nquery Q { a }\n\n{"v": 1}')).toContain(`\n\n${json}`);
    expect(wire('POST https://a.test\nx-request-type: graphql\n\nquery Q { a }\n\n{"v": 1}')).toContain(
      `\n\n${json}`,
    );
  });

  it('is named by its first operation, not by a field, a string or a comment', () => {
    const name = (document: string) =>
      /"operationName":"(\w+)"/.exec(wire(`GRAPHQL https://a.test\n\n${document}`))?.[1];
    expect(name('fragment F on T { query name }\nmutation Save { a }')).toBe('Save');
    expect(name('{ query name }')).toBeUndefined();
    expect(name('{ a(text: "say query Name") } # query Other')).toBeUndefined();
    expect(name('subscription S($a: [Int!]) { a }\nquery Q { a }')).toBe('S');
  });
});

describe('1c cURL block', () => {
  it('is the request that the command sends', () => {
    expect(
      reading(
        `curl -sSL -X PUT 'https://a.test/x' \\\n  -H 'X-A: 1' -u ann:secret \\\n  -b 'c=1' --data-raw '{"a": 1}'`,
      ),
    ).toBe(
      'PUT https://a.test/x\nX-A: 1\nCookie: c=1\nAuthorization: Basic ann:secret\n' +
        'Content-Type: application/x-www-form-urlencoded\n\n{"a": 1}',
    );
  });

  it('has forms, files and encoded data', () => {
    expect(reading('curl https://a.test --data-urlencode "q=a b" -d c=1')).toContain('\n\nq=a%20b&c=1');
    expect(reading('curl https://a.test --data-binary @a.bin')).toContain('‹a.bin›');
    expect(reading('curl -G https://a.test -d a=1')).toBe('GET https://a.test?a=1');
    expect(reading('curl -I https://a.test')).toBe('HEAD https://a.test');
    expect(reading('curl https://a.test -F "f=@a.png;type=image/png" -F n=1')).toContain(
      'name="f"; filename="a.png"␍\nContent-Type: image/png␍\n␍\n‹a.png›␍\n',
    );
  });

  it('has settings for the send in -k, -x, -m, --cert and the like', () => {
    expect(
      settings('curl -k -x http://p:1 -m 5 --connect-timeout 2 -E c.pem --key k.pem https://a.test').options,
    ).toEqual({
      verify: false,
      proxies: { http: 'http://p:1', https: 'http://p:1' },
      timeout: [2, 5],
      cert: ['/project/c.pem', '/project/k.pem'],
    });
    expect(settings('curl --cacert ca.pem https://a.test').options).toEqual({ verify: '/project/ca.pem' });
    expect(settings('# @timeout 9\ncurl -m 5 https://a.test').options).toEqual({ timeout: [9, 9] });
  });

  it('answers a challenge with --digest', () => {
    expect(reading('curl --digest -u ann:secret https://a.test')).toContain(
      'Authorization: Digest ann:secret',
    );
  });
});

describe('1c pre-request script', () => {
  it('stands above the request only, and is kept and not sent', () => {
    expect(reading(`< {%\n  x\n%}\n< ./pre.js\n${get}`)).toBe(get);
  });
});

describe('1c handler', () => {
  it('is kept and not sent', () => {
    expect(reading(`POST https://a.test\n\nx\n> {% client.test("a"); %}\n> ./h.js`)).toBe(
      'POST https://a.test\n\nx',
    );
  });

  it('is a quote when it is no file of JavaScript', () => {
    expect(post('x\n> quoted')).toBe('x\n> quoted');
  });
});

describe('1c hY scripts', () => {
  it.each(['{{', '{{@request', '{{@response', '{{@streaming', '{{+after'])(
    'are kept and not sent: %s',
    (open) => {
      expect(reading(`POST https://a.test\n\nx\n${open}\nconsole.log(1)\n}}`)).toBe(
        `POST https://a.test\n\nx\n? information not-run-yet "${open}"`,
      );
    },
  );
});

describe('1c output to file', () => {
  it.each(['>> f.json', '>>! f.json'])('is no part of the body: %s', (line) => {
    expect(reading(`POST https://a.test\n\nx\n${line}`)).toBe('POST https://a.test\n\nx');
  });
});

describe('1c response ref', () => {
  it('is no part of the body', () => {
    expect(reading('POST https://a.test\n\nx\n<> 2026.200.json')).toBe('POST https://a.test\n\nx');
  });
});

describe('1c import / run', () => {
  it('are no requests', () => {
    expect(reading(`import ./a.http\nrun #login (@h=x)\nrun ./a.http\n###\n${get}`)).toBe(get);
  });
});

describe('1c asserts', () => {
  it('are no part of the body', () => {
    expect(reading('POST https://a.test\n\nx\n?? status == 200\n?? js a.b == 1\n?? what')).toBe(
      'POST https://a.test\n\nx\n? information not-run-yet "?? js a.b == 1"\n' +
        '? warning unclear-assertion "?? what"',
    );
  });
});

describe('1c loops', () => {
  it('are run where no expression is needed, and said not to be where one is', () => {
    expect(reading(`# @loop for 3\n${get}`)).toBe(get);
    expect(reading(`# @loop while a < 3\n${get}`)).toBe(`${get}\n? information not-run-yet "@loop"`);
    expect(reading(`# @loop twice\n${get}`)).toBe(`${get}\n? warning unclear-loop "@loop"`);
  });
});

describe('1c other protocols', () => {
  it.each(['WS', 'WEBSOCKET', 'SSE', 'GRPC', 'MQTT', 'AMQP', 'RSOCKET'])(
    'are read, said not to be done, and refused: %s',
    async (method) => {
      const text = `${method} https://a.test`;
      expect(reading(text)).toBe(`${text}\n? information not-run-yet "https://a.test"`);
      expect(await authorizationOf(text)).toMatch(/^refused: .* not supported/);
    },
  );
});

describe('1c shared block', () => {
  it('is a block like any other', () => {
    expect(reading(`### Shared\n@a = 1\n### Shared each\n${get}/{{a}}`)).toBe(`· – (Shared each)\n${get}/1`);
  });
});
