/** Secrets as a test environment has them, and a search for them in every form that they may take in a text. */

/** With marks that URLs, forms, JSON, HTML, shells and base64 each write in their own way. */
export const testSecrets = {
  urlSecret: `u&rl s/cr+t?"1é<`,
  headerSecret: `he'ader;s3cret=<2>`,
  bodySecret: 'body "s3cret"\\3 & more',
  userPassword: 'pass w0rd/4+é',
  cookieSecret: 'cookie-s3cret-5',
  clientSecret: 'cl1ent+s3cret/&6',
  token: 'acc3ss-t0ken/7+long-enough==',
  refreshToken: 'r3fresh-t0ken-8',
} as const;

/** `name as form` of each secret that is found in a text. */
export function secretsIn(
  text: string,
  secrets: Readonly<Record<string, string>> = testSecrets,
): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).flatMap(([form, written]) => (text.includes(written) ? [`${name} as ${form}`] : [])),
  );
}

function formsOf(secret: string): readonly (readonly [form: string, written: string])[] {
  const inUrl = encodeURIComponent(secret);
  return [
    ['itself', secret],
    ['a part of a URL', inUrl],
    ['a URL', encodeURI(secret)],
    ['a form', String(new URLSearchParams([['', secret]])).slice(1)],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['HTML', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    [
      'an attribute',
      secret
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
    ],
    ...[0, 1, 2].map((shift) => [`base64, ${shift} bytes in`, base64Inside(secret, shift)] as const),
  ];
}

/** What of the base64 of a longer text is sure to be there when the secret is in it, so many bytes into a group. */
function base64Inside(secret: string, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString('base64');
  const bytes = shift + Buffer.from(secret).length;
  return encoded.slice(Math.ceil((shift * 4) / 3), Math.floor((bytes * 4) / 3));
}
