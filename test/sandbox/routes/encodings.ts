/** Compressed answers, and text in many charsets. */

import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { Refusal, type Call } from '../call.ts';
import { headersEcho } from '../echo.ts';
import { get, type Route } from '../router.ts';

const CODINGS = [
  { path: '/gzip', coding: 'gzip', said: 'gzipped', compress: (text: string) => gzipSync(text) },
  { path: '/deflate', coding: 'deflate', said: 'deflated', compress: (text: string) => deflateSync(text) },
  { path: '/brotli', coding: 'br', said: 'brotli', compress: (text: string) => brotliCompressSync(text) },
  { path: '/zstd', coding: 'zstd', said: 'zstd', compress: (text: string) => zstdCompressSync(text) },
] as const;

export function encodingRoutes(): readonly Route[] {
  return [
    ...CODINGS.map(({ path, coding, said, compress }) =>
      get(path, (call) => {
        const echo = { [said]: true, headers: headersEcho(call), method: call.method, origin: call.address };
        const body = compress(`${JSON.stringify(echo, null, 2)}\n`);
        call.send(body, 'application/json', { headers: { 'Content-Encoding': coding } });
      }),
    ),
    get('/encoding/utf8', (call) => call.send(utf8Page(), 'text/html; charset=utf-8')),
    get('/encoding/:charset', charsetText),
  ];
}

/** One sentence in a language that each charset can write. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^(utf-?8|utf-?16(le|be)?|utf-?32(le|be)?)$/, 'Grüße, 世界! Привет, κόσμε 👋\n'],
  [/^(shift_?jis|sjis|euc-?jp|windows-?932|iso-?2022-?jp)$/, '吾輩は猫である。名前はまだ無い。\n'],
  [/^(gb2312|gbk|gb18030|big5|big5-?hkscs)$/, '天地玄黃,宇宙洪荒。\n'],
  [/^(euc-?kr|windows-?949)$/, '다람쥐 헌 쳇바퀴에 타고파\n'],
  [/^(koi8-?[ru]|windows-?1251|iso-?8859-?5|ibm866|cp866)$/, 'Съешь же ещё этих мягких французских булок\n'],
  [/^(windows-?1253|iso-?8859-?7)$/, 'Γαζέες και μυρτιές δεν θα βρω πια\n'],
  [/^(windows-?1250|iso-?8859-?2)$/, 'Příliš žluťoučký kůň úpěl ďábelské ódy\n'],
  [/^(us-?ascii|ascii)$/, 'The quick brown fox jumps over the lazy dog\n'],
];
const WESTERN = 'Voix ambiguë d’un cœur qui préfère les jattes de kiwis\n';
const LATIN_1 = "Voix ambiguë d'un garçon qui préfère les jattes de kiwis\n";

/**
 * Text in the charset of the path. The `Content-Type` names it; `?declare=other` names another one and
 * `?declare=none` none, to see what a client makes of a server that is wrong.
 */
function charsetText(call: Call): void {
  const charset = call.param('charset').toLowerCase();
  if (!/^[\w.:-]{1,40}$/.test(charset) || !iconv.encodingExists(charset)) {
    throw new Refusal(404, `"${charset}" is no charset that this server can write.`);
  }
  const sentence = SENTENCES.find(([names]) => names.test(charset))?.[1];
  const text = sentence ?? (charset.includes('1252') ? WESTERN : LATIN_1);
  // A text in UTF-16 without a byte order in its name starts with a mark that tells it (RFC 2781 §3.3).
  const addBOM = /^utf-?(16|32)$/.test(charset);
  const declared = call.query.get('declare') ?? (charset === 'latin1' ? 'iso-8859-1' : charset);
  if (!/^[\w.:-]*$/.test(declared)) throw new Refusal(400, `"${declared}" cannot be a charset's name.`);
  const type = declared === 'none' ? 'text/plain' : `text/plain; charset=${declared}`;
  call.send(iconv.encode(text, charset, { addBOM }), type);
}

function utf8Page(): string {
  const lines = [
    ['Mathematics', '∮ E⋅da = Q, n → ∞, ∑ f(i) = ∏ g(i), ∀x∈ℝ: ⌈x⌉ = −⌊−x⌋'],
    ['Greek', 'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία'],
    ['Russian', 'Съешь же ещё этих мягких французских булок, да выпей чаю'],
    ['Japanese', 'いろはにほへと ちりぬるを'],
    ['Thai', 'เป็นมนุษย์สุดประเสริฐเลิศคุณค่า'],
    ['Hebrew', 'דג סקרן שט בים מאוכזב ולפתע מצא חברה'],
    ['Emoji', '👩‍🚀 🏳️‍🌈 👍🏽 🇪🇺'],
    ['Combining', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘'],
  ];
  const rows = lines.map(([name = '', text = '']) => `      <dt>${name}</dt><dd>${text}</dd>`);
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>UTF-8</title></head>
  <body>
    <h1>Text in UTF-8</h1>
    <dl>
${rows.join('\n')}
    </dl>
  </body>
</html>
`;
}
