/**
 * Finds secret values in texts that people are shown, also encoded, and crosses them out. Who knows which values are
 * secret is the caller; nothing that is sent goes through here. Used for checks, scripts, reports and the editor alike.
 */

/** Stands where a secret was: six dots whatever the length, because the length is a hint, too. */
export const mask = '••••••';

/** The text with every form of every secret crossed out; `cross` is what stands there instead. */
export function masked(text: string, secrets: readonly string[], cross = mask): string {
  if (secrets.length === 0) return text;
  return splitAtSecrets(text, secrets)
    .map((piece, at) => (at % 2 === 1 ? cross : piece))
    .join('');
}

/** The text in pieces: what may be shown, a secret in one of its forms, what may be shown … Joined they are the text. */
export function splitAtSecrets(text: string, secrets: readonly string[]): readonly string[] {
  const forms = new Set(secrets.flatMap((secret) => (secret === '' ? [] : secretForms(secret))));
  // Long ones first, so that a secret inside of another does not leave the rest of it.
  const ordered = [...forms].sort((one, other) => other.length - one.length);
  return ordered.reduce<readonly string[]>(
    (pieces, form) => pieces.flatMap((piece, at) => (at % 2 === 1 ? [piece] : splitAt(piece, form))),
    [text],
  );
}

function splitAt(text: string, form: string): readonly string[] {
  return text.split(form).flatMap((piece, at) => (at === 0 ? [piece] : [form, piece]));
}

/** A secret as it may stand in a URL, in a Basic header or in JSON; through a Buffer, because lone surrogates would throw. */
export function secretForms(secret: string): readonly string[] {
  const inUrl = encodeURIComponent(Buffer.from(secret).toString());
  // Forms encode more than addresses do, and write a space as a plus (application/x-www-form-urlencoded).
  const inForm = inUrl.replace(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const bytes = Buffer.from(secret);
  return [
    secret,
    inUrl,
    // What a person types into a URL keeps the marks that mean something there (rule of requests' requote_uri).
    encodeURI(bytes.toString()).replaceAll('%5B', '[').replaceAll('%5D', ']'),
    inForm,
    inForm.replaceAll('%20', '+'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    ...base64Inside(bytes),
    JSON.stringify(secret).slice(1, -1),
  ];
}

/** Shorter ones would be found in texts that hold no secret. */
const shortestInside = 8;

/**
 * The base64 of a longer text has the secret in one of three forms, by how many bytes stand before it; their first and
 * last characters depend on what is around it. `Basic` is user, colon and password.
 */
function base64Inside(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const end = Math.floor((before + bytes.byteLength) / 3) * 4;
    const all = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const inside = all.slice(before === 0 ? 0 : 4, end);
    if (inside.length < shortestInside) return [];
    return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
