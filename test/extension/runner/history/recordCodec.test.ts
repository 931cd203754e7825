import { describe, expect, it } from 'vitest';
import { decodeRecord, encodeRecord } from '../../../../src/extension/runner/history/recordCodec.ts';

describe('records of the history', () => {
  it('keep dates, maps, bytes and what is undefined out', () => {
    const value = {
      date: new Date(5),
      map: new Map<string, unknown>([['a', { deep: new Date(6) }]]),
      bytes: new Uint8Array([0, 255]),
      list: [1, null, 'é😀'],
      missing: undefined,
      call: () => 1,
    };
    expect(decodeRecord(encodeRecord(value))).toEqual({
      date: new Date(5),
      map: new Map([['a', { deep: new Date(6) }]]),
      bytes: new Uint8Array([0, 255]),
      list: [1, null, 'é😀'],
    });
  });

  it('reach no prototype', () => {
    const hostile = '{"a":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"b":2}}';
    const read = decodeRecord(Buffer.from(hostile));
    expect(read).toEqual({ a: { b: 2 } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('throw when they are none', () => {
    expect(() => decodeRecord(Buffer.from('{'))).toThrow();
  });
});
