import { describe, expect, it } from 'vitest';
import { bytesJson, wireOrigins } from '../../../src/extension/cli/json.ts';
import { durationLabel, failureLine, masked, sizeLabel } from '../../../src/extension/cli/transcript.ts';
import { Request, RequestException, Session } from '../../../src/extension/http/index.ts';

describe('transcript', () => {
  it('masks credentials and nothing else', () => {
    expect(masked('Authorization', 'Bearer abc')).toBe('Bearer ••••••');
    expect(masked('authorization', 'abc')).toBe('••••••');
    expect(masked('Cookie', 'a=1; b=2')).toBe('a=••••••; b=••••••');
    expect(masked('Set-Cookie', 'a=1; Path=/')).toBe('a=••••••; Path=/');
    expect(masked('Content-Type', 'text/plain')).toBe('text/plain');
  });

  it('tells a failure in one line', () => {
    const error = new RequestException('First.\nSecond.', 'ConnectRefused', { hint: 'Do this.' });
    expect(failureLine(error, 'a.http:3')).toBe('a.http:3: ConnectRefused: First. Second. Do this.');
  });

  it('names the option of a limit that was reached', () => {
    const error = new RequestException('Too slow.', 'TotalTimeout', {
      hint: 'Wait.',
      limit: 'timeout.total',
    });
    expect(failureLine(error)).toBe('TotalTimeout: Too slow. Wait. The option is --total-timeout.');
  });

  it('writes sizes and times as people say them', () => {
    expect([0, 999, 1000, 1234, 2_500_000].map(sizeLabel)).toEqual([
      '0 B',
      '999 B',
      '1 KB',
      '1.2 KB',
      '2.5 MB',
    ]);
    expect([0.4, 84.2, 3400].map(durationLabel)).toEqual(['0 ms', '84 ms', '3.4 s']);
  });
});

describe('JSON output', () => {
  it('gives text only for bytes that are exactly that text', () => {
    expect(bytesJson(Buffer.from('\ufeffé\0'))).toEqual({ encoding: 'utf8', data: '\ufeffé\0' });
    expect(bytesJson(Uint8Array.of(0xff))).toEqual({ encoding: 'base64', data: '/w==' });
  });

  it('has an origin for each line of the wire', () => {
    const session = new Session({ environment: {} });
    const prepared = session.prepareRequest(
      new Request('POST', 'http://a.test/', { headers: { A: '1' }, data: 'x' }),
    );
    const words = [...prepared.headers].map(([name]) => `of ${name}`);
    const table = prepared.wireHead.headers.map(([name], index) => [
      name,
      wireOrigins(prepared, words)[index],
    ]);
    expect(table).toContainEqual(['A', 'of A']);
    expect(table).toContainEqual(['host', 'computed']);
    expect(table).toContainEqual(['content-length', 'of Content-Length']);
  });
});
