import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  absoluteTarget,
  hostHeader,
  maskUserinfo,
  prepareUrl,
  requestTarget,
  splitUrl,
} from '../../../src/extension/http/url/url.ts';

describe('preparing a URL', () => {
  it('keeps a default port that was written, also in the Host header without it', () => {
    expect(prepareUrl('http://a.test:80/x')).toBe('http://a.test:80/x');
    expect(hostHeader('http://a.test:80/x')).toBe('a.test');
    expect(hostHeader('https://a.test:80/x')).toBe('a.test:80');
  });

  it('does not rewrite numeric hosts', () => {
    expect(prepareUrl('http://0x7f.1/')).toBe('http://0x7f.1/');
  });

  it('lower-cases names and addresses', () => {
    expect(prepareUrl('HTTP://A.Test/Path')).toBe('http://a.test/Path');
    expect(prepareUrl('http://[FE80::1]:8080/')).toBe('http://[fe80::1]:8080/');
  });

  it('encodes international names as IDNA 2008 does', () => {
    expect(prepareUrl('http://straße.de/')).toBe('http://xn--strae-oqa.de/');
    expect(() => prepareUrl('http://☃.net/')).toThrow(/invalid host/);
    expect(() => prepareUrl('http://ｅxample.com/')).toThrow(/invalid host/);
    expect(() => prepareUrl('http://a\u200db.com/')).toThrow(/invalid host/);
  });

  it('appends the query before the fragment', () => {
    expect(prepareUrl('http://h/p?a=1#f', 'b=2')).toBe('http://h/p?a=1&b=2#f');
  });

  it('never lets a line break through', () => {
    expect(prepareUrl('http://h/a\r\nb?c\nd#e\rf')).toBe('http://h/a%0D%0Ab?c%0Ad#e%0Df');
  });

  it('names the URL without its credentials when it is invalid', () => {
    expect(() => prepareUrl('http://user:secret@h:x/')).toThrow('http://***@h:x/');
    expect(maskUserinfo('https://u:p@h/@x')).toBe('https://***@h/@x');
  });

  it('suggests a scheme when there is none', () => {
    expect(() => prepareUrl('example.com/x')).toThrow(
      expect.objectContaining({ family: 'MissingSchema', hint: 'Perhaps you meant https://example.com/x?' }),
    );
  });

  it('is done once: preparing a prepared URL changes nothing', () => {
    const part = fc.string({
      unit: fc.constantFrom('a', '%', '4', '1', ' ', 'é', '/', '.', '?', '=', '&', "'", '"', '~', '['),
    });
    fc.assert(
      fc.property(part, part, (path, query) => {
        const once = prepareUrl(`http://h.test/${path}?${query}`);
        expect(prepareUrl(once)).toBe(once);
      }),
    );
  });

  it('leaves only characters that a request line may hold', () => {
    // The library's own unit for any character takes a second to set up.
    const character = fc.oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0x10ffff }));
    fc.assert(
      fc.property(fc.array(character), (points) => {
        const tail = String.fromCodePoint(...points).replace(/[\\/?#@:]/g, '');
        expect(requestTarget(prepareUrl(`http://h.test/${tail}`))).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });
});

describe('taking a URL apart', () => {
  it('finds the host behind the last at sign', () => {
    expect(splitUrl('http://example.com:@evil.com/').hostname).toBe('evil.com');
    expect(splitUrl('http://a@b:c@h/').userinfo).toBe('a@b:c');
  });

  it('sends path and query to a server, and all but credentials and fragment to a proxy', () => {
    expect(requestTarget('http://u:p@h//v:h?q#f')).toBe('//v:h?q');
    expect(absoluteTarget('http://u:p@h:80/x?q#f')).toBe('http://h:80/x?q');
  });
});
