/**
 * The page's HTML: an empty body, one style sheet, one script. Nothing that came from a file or a server is ever
 * put here, so the only thing that varies is addresses and the nonce. The panel calls it for each new page, and the
 * page test serves the same text.
 */

export interface PageOptions {
  /** At least 128 random bits in base64url or hex, new for each page. The channel uses it as its key, too. */
  readonly nonce: string;
  /** What VS Code gives as `webview.cspSource`. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** A BCP 47 tag, for screen readers and hyphenation. */
  readonly locale: string;
}

/** The whole document. Throws a RangeError when the nonce could break out of its attribute. */
export function createPageHtml(options: PageOptions): string {
  const { nonce } = options;
  if (!/^[\w+/=-]{16,}$/.test(nonce))
    throw new RangeError('The nonce must be at least 16 base64 characters.');
  const [csp, script, style, locale] = [
    contentSecurityPolicy(nonce, options.cspSource),
    options.scriptUri,
    options.styleUri,
    options.locale,
  ].map(escapeAttribute);
  return `<!DOCTYPE html>
<html lang="${locale ?? ''}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${csp ?? ''}">
<link rel="stylesheet" href="${style ?? ''}">
<title>HTTP Sessions</title>
</head>
<body>
<script nonce="${nonce}" src="${script ?? ''}"></script>
</body>
</html>
`;
}

/**
 * Scripts only with the nonce, styles from the built folder or with the nonce (the editor widget makes its own sheet),
 * images only from memory, fonts from the built folder, and nothing else: no connection, frame, form or base.
 */
export function contentSecurityPolicy(nonce: string, cspSource: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src blob: data:`,
    `font-src ${cspSource}`,
    `connect-src 'none'`,
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
