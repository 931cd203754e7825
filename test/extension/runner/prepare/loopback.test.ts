import { describe, expect, it } from 'vitest';
import { withLoopbackDirect } from '../../../../src/extension/runner/prepare/loopback.ts';

describe('proxies and the own machine', () => {
  it('reaches loopback without the proxy of the environment', () => {
    expect(withLoopbackDirect({ http_proxy: 'http://p' })).toEqual({
      http_proxy: 'http://p',
      no_proxy: 'localhost,127.0.0.0/8,::1',
    });
  });

  it('keeps the hosts that are excepted already, in either spelling', () => {
    expect(withLoopbackDirect({ NO_PROXY: 'a.test', ALL_PROXY: 'http://p' })).toEqual({
      ALL_PROXY: 'http://p',
      no_proxy: 'a.test,localhost,127.0.0.0/8,::1',
    });
    const none = { no_proxy: '*', http_proxy: 'http://p' };
    expect(withLoopbackDirect(none)).toEqual(none);
  });

  it('has nothing to add where there is no proxy', () => {
    expect(withLoopbackDirect({ NO_PROXY: 'a.test', HOME: '/' })).toEqual({ NO_PROXY: 'a.test', HOME: '/' });
  });
});
