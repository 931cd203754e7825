import { describe, expect, it } from 'vitest';
import { createPageHtml } from '../../../src/extension/webview/pageHtml.ts';

const options = {
  nonce: 'bm9uY2Utbm9uY2Utbm9uY2U',
  cspSource: 'https://*.vscode-cdn.net',
  scriptUri: 'https://file+.vscode-cdn.net/dist/webview/main.js',
  styleUri: 'https://file+.vscode-cdn.net/dist/webview/style.css',
  locale: 'en',
};

describe("the page's HTML", () => {
  it('allows scripts by nonce alone and nothing unsafe', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(createPageHtml(options))?.[1];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'nonce-bm9uY2Utbm9uY2Utbm9uY2U'",
      "style-src https://*.vscode-cdn.net 'nonce-bm9uY2Utbm9uY2Utbm9uY2U'",
      'img-src blob: data:',
      'font-src https://*.vscode-cdn.net',
      "connect-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
    ]);
  });

  it('escapes what goes into attributes', () => {
    expect(createPageHtml({ ...options, locale: '"><script>' })).toContain('lang="&quot;>&lt;script>"');
  });

  it.each(['', 'short', 'a" onload="x()" b="aaaaaaaa', "x'; script-src *; aaaaaaaa"])(
    'refuses the nonce %j',
    (nonce) => {
      expect(() => createPageHtml({ ...options, nonce })).toThrow(RangeError);
    },
  );
});
