import { describe, expect, it } from 'vitest';
import type { RequestOptions } from '../../../../src/extension/http/index.ts';
import { Request } from '../../../../src/extension/http/index.ts';
import { composeStream } from '../../../../src/extension/runner/bodies/bodyFile.ts';
import { copyAs, type CopyFormat } from '../../../../src/extension/runner/copyAs/copyAs.ts';

const request: RequestOptions = {
  headers: { 'User-Agent': 'x', Accept: '*/*', 'Content-Type': 'application/json', 'X-Q': '"a"' },
  data: '{"a": "it\'s 100%"}',
};

const file = {
  written: './a.bin',
  path: '/folder/a.bin',
  length: 3,
  open: async function* () {
    yield await Promise.resolve(Buffer.from('abc'));
  },
};

function copied(format: CopyFormat, options: RequestOptions = request, method = 'POST'): string {
  return copyAs(new Request(method, 'http://a.test/p?q=1&r=2', options).prepare(), format);
}

describe('copied', () => {
  it('as HTTP it is the message that goes', () => {
    expect(copied('http')).toBe(
      'POST /p?q=1&r=2 HTTP/1.1\nhost: a.test\nconnection: keep-alive\nAccept-Encoding: identity\nUser-Agent: x\n' +
        'Accept: */*\nContent-Type: application/json\nX-Q: "a"\ncontent-length: 18\n\n{"a": "it\'s 100%"}',
    );
  });

  it('as curl for PowerShell it is a configuration that nothing has to be quoted in', () => {
    expect(copied('curlPowerShell')).toBe(
      [
        '& {',
        '  $OutputEncoding = [Text.UTF8Encoding]::new($false)',
        "  @'",
        'url = "http://a.test/p?q=1&r=2"',
        'header = "Accept-Encoding: identity"',
        'header = "User-Agent: x"',
        'header = "Accept: */*"',
        'header = "Content-Type: application/json"',
        'header = "X-Q: \\"a\\""',
        'data-raw = "{\\"a\\": \\"it\'s 100%\\"}"',
        "'@ | curl.exe --config -",
        '}',
      ].join('\n'),
    );
  });

  it('as curl for PowerShell bytes go through a file that is taken away', () => {
    const script = copied('curlPowerShell', { data: composeStream(['é', file], 'a file') });
    expect(script).toContain("[Convert]::FromBase64String('w6k=')");
    expect(script).toContain("[IO.File]::ReadAllBytes('/folder/a.bin')");
    expect(script).toContain('\'@ | curl.exe --config - --data-binary "@$body"\n  Remove-Item $body\n}');
  });

  it('as curl for cmd special characters have carets', () => {
    expect(copied('curlCmd')).toContain(
      '--data-raw ^"{\\^"a\\^": \\^"it\'s 100%^\\^"}^"'.replace('%^\\^"', '%^\\^"'),
    );
    expect(copied('curlCmd').split('\n')[0]).toBe('curl.exe ^"http://a.test/p?q=1^&r=2^" ^');
  });

  it.each([
    ['bytes', Uint8Array.of(0, 1), '2 bytes'],
    ['characters outside ASCII', 'é', '2 bytes'],
    ['carriage returns', 'a\r\nb', '4 bytes'],
    ['long texts', 'a'.repeat(9000), '9000 bytes'],
  ])('as curl for cmd %s are read from a file that has to be saved first', (_, data, size) => {
    const command = copied('curlCmd', { data });
    expect(command.split('\n')[0]).toBe(`rem Save the body (${size}) as body.bin first: cmd cannot hold it.`);
    expect(command).toContain('--data-binary @body.bin');
  });

  it('as Python it says what requests would add and this request lacks', () => {
    const program = copied('python', { data: 'x' });
    expect(program).toContain('"User-Agent": SKIP_HEADER,\n        "Accept": None,');
    expect(program).toContain('data="x".encode(),');
    expect(copied('python', {}, 'PURGE')).toContain('requests.request(\n    "PURGE",');
  });

  it('as Python it says that lines of one header are joined', () => {
    const headers = [
      ['X-B', '1'],
      ['x-b', '2'],
    ] as const;
    expect(copied('python', { headers }, 'GET')).toContain(
      '# requests sends a header once, so the lines of X-B are joined.',
    );
  });

  it('as fetch it says what fetch cannot send', () => {
    expect(
      copied('fetch', { data: 'x', headers: { Host: 'b.test' } }, 'GET')
        .split('\n')
        .slice(0, 2),
    ).toEqual(['// fetch cannot send the header Host: b.test', '// fetch refuses a body with GET.']);
  });

  it('as fetch a file is named, not copied', () => {
    const call = copied('fetch', { data: composeStream([file], 'a file') });
    expect(call).toContain("import { openAsBlob } from 'node:fs';");
    expect(call).toContain("body: await openAsBlob('/folder/a.bin'),");
  });
});
