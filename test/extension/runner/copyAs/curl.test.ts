import { describe, expect, it } from 'vitest';
import type { RequestOptions } from '../../../../src/extension/http/index.ts';
import { Headers, Request } from '../../../../src/extension/http/index.ts';
import { composeStream } from '../../../../src/extension/runner/bodies/bodyFile.ts';
import { curlCommand, quote } from '../../../../src/extension/runner/copyAs/curl.ts';

/** The command, its lines joined. `headers` hide what curl would add by itself unless a test says otherwise. */
function curl(method: string, url: string, options: RequestOptions = {}): string {
  const headers = [['User-Agent', 'x'], ['Accept', '*/*'], ...new Headers(options.headers)] as const;
  const prepared = new Request(method, url, { ...options, headers }).prepare();
  return curlCommand(prepared)
    .replaceAll(' \\\n ', '')
    .replace(" --header 'User-Agent: x' --header 'Accept: */*'", '')
    .replace(" --header 'Accept-Encoding: identity'", '');
}

describe('curl command', () => {
  it('needs no options for a plain request', () => {
    expect(curl('GET', 'http://a.test/p?q=1')).toBe("curl 'http://a.test/p?q=1'");
  });

  it('puts each option on a line of its own', () => {
    const prepared = new Request('GET', 'http://a.test/', { headers: { A: 'b' } }).prepare();
    expect(curlCommand(prepared)).toContain(" \\\n  --header 'A: b'");
  });

  it('names methods that curl would not choose', () => {
    expect(curl('PUT', 'http://a.test/')).toContain('curl --request PUT http://a.test/');
    expect(curl('HEAD', 'http://a.test/')).toContain('curl --head http://a.test/');
    expect(curl('POST', 'http://a.test/', { data: 'x' })).not.toContain('--request');
    expect(curl('GET', 'http://a.test/', { data: 'x' })).toContain('--request GET');
  });

  it('quotes for the shell and never reads a file by accident', () => {
    const command = curl('POST', 'http://a.test/', {
      data: '@it\'s $HOME `x` \\ "q"\nline',
      headers: { 'Content-Type': 'text/plain' },
    });
    expect(command).toContain(`--data-raw '@it'\\''s $HOME \`x\` \\ "q"\nline'`);
    expect(quote('')).toBe("''");
    expect(quote('-a b')).toBe("'-a b'");
  });

  it('switches off what curl adds by itself', () => {
    const prepared = new Request('POST', 'http://a.test/', { data: 'x' }).prepare();
    const command = curlCommand(prepared);
    for (const name of ['Accept', 'User-Agent', 'Content-Type']) {
      expect(command).toContain(`--header ${name}:`);
    }
  });

  it('keeps empty headers, repeated ones and a typed Host', () => {
    const command = curl('GET', 'http://a.test/', { headers: { Empty: '', Host: 'b.test' } });
    expect(command).toContain("--header 'Empty;'");
    expect(command).toContain("--header 'host: b.test'");
  });

  it('keeps curl from changing the URL or the protocol', () => {
    const prepared = new Request('GET', 'https://a.test/').prepare();
    const edited = prepared.with({ url: 'https://a.test/a/../b[1]' });
    expect(curlCommand(edited)).toContain('--globoff --path-as-is --http1.1');
  });

  it('carries bytes that are no text through printf', () => {
    const command = curl('POST', 'http://a.test/', { data: Uint8Array.of(0, 255, 10) });
    expect(command).toMatch(/^printf '\\000\\377\\012' \| curl /);
    expect(command).toContain('--data-binary @-');
  });

  it('keeps words short enough for the system', () => {
    const command = curl('POST', 'http://a.test/', { data: 'x'.repeat(200_000) });
    expect(command).toMatch(/^printf %s x{200000} \| curl /);
  });

  it('says that a body is empty where the request does', () => {
    expect(curl('POST', 'http://a.test/')).toContain("--header 'content-length: 0'");
    expect(curl('POST', 'http://a.test/', { data: 'x' })).not.toContain('content-length');
  });

  it('names files instead of copying them', () => {
    const file = { written: './a b.bin', path: '/tmp/a b.bin', length: 3, open: () => noBytes() };
    const alone = composeStream([file], './a b.bin (3 bytes)');
    expect(curl('POST', 'http://a.test/', { data: alone })).toContain("--data-binary '@/tmp/a b.bin'");
    const mixed = composeStream(['--b\r\n', file], '');
    expect(curl('POST', 'http://a.test/', { data: mixed })).toMatch(
      /^\{ printf %s '--b\r\n'; cat '\/tmp\/a b\.bin'; \} \| curl /,
    );
  });
});

// eslint-disable-next-line @typescript-eslint/require-await -- a body that is never read
async function* noBytes(): AsyncGenerator<Uint8Array, void, undefined> {
  yield new Uint8Array();
}
