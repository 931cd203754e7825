/** Completion where a person begins to write: lines that are still empty, and words with few values. */
import { describe, expect, it } from 'vitest';
import { openAtCaret, type MemoryWorld } from '../../support/memoryHost.ts';

async function labels(marked: string, world?: MemoryWorld): Promise<string[]> {
  const { service, document, position } = openAtCaret(marked, world);
  return (await service.completion(document, position)).items.map(({ label }) => label);
}

describe('completion on the last line of a file', () => {
  it('offers methods below a separator and headers below a request line', async () => {
    expect((await labels('GET http://h\n\n###\n$0')).slice(0, 2)).toEqual(['GET', 'POST']);
    expect((await labels('GET http://h\n$0')).slice(0, 2)).toEqual(['Accept', 'Accept-Charset']);
    expect(await labels('GET http://h\n\n$0')).toEqual([]);
    expect(await labels('GET http://h\n\nbody\n$0')).toEqual([]);
  });

  it('offers the headers of a part below a boundary', async () => {
    const names = await labels('POST http://h\nContent-Type: multipart/form-data; boundary=b\n\n--b\n$0');
    expect(names).toContain('Content-Disposition');
    expect(names).not.toContain('Accept');
  });
});

describe('completion of an address', () => {
  it('offers variables that hold one, and the addresses of other requests', async () => {
    const text =
      '@host = http://h\n@user = ann\n### One\nGET {{host}}/users\n### Two\nGET $0\n### Three\nGET {{host}}/users\n';
    expect(await labels(text)).toEqual(['{{host}}', '{{host}}/users', 'https://', 'http://']);
  });

  it('offers the versions of HTTP behind it', async () => {
    expect(await labels('GET http://h H$0\n')).toEqual(['HTTP/1.1', 'HTTP/2']);
  });
});

describe('completion of the value of a directive', () => {
  it('offers the few values there are', async () => {
    expect(await labels('# @dialect $0\nGET http://h\n')).toEqual(['rest-client', 'jetbrains', 'httpyac']);
    expect(await labels('# @verify f$0\nGET http://h\n')).toEqual(['false', 'true']);
    expect(await labels('# @name $0\nGET http://h\n')).toEqual([]);
  });

  it('offers the sessions of the file', async () => {
    const text = '# @session admin\nGET http://h\n###\n# @session guest$0\nGET http://h\n';
    expect(await labels(text)).toEqual(['default', 'admin']);
  });
});

describe('completion of an import', () => {
  it('offers files before anything of the name is written', async () => {
    expect(await labels('import $0\n//- auth.http\nGET http://h\n')).toEqual(['main.http', 'auth.http']);
    expect(await labels('run $0\n//- auth.http\nGET http://h\n')).toContain('auth.http');
  });
});

describe('completion of a header that was sent', () => {
  it('offers those of the named request', async () => {
    const text = '# @name login\nPOST http://h\nX-A: b\n\n###\nGET http://h/{{login.request.headers.$0}}\n';
    expect(await labels(text)).toEqual(['login.request.headers.X-A']);
  });
});
