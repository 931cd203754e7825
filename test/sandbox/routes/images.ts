/** Small images of four kinds, all the same slope of colours. */

import { crc32, deflateSync } from 'node:zlib';
import type { Call } from '../call.ts';
import { get, type Route } from '../router.ts';

interface Image {
  readonly type: string;
  readonly bytes: Buffer;
}

export function imageRoutes(): readonly Route[] {
  const images: Readonly<Record<string, Image>> = {
    png: { type: 'image/png', bytes: png(64) },
    svg: { type: 'image/svg+xml', bytes: Buffer.from(SVG) },
    jpeg: { type: 'image/jpeg', bytes: Buffer.from(JPEG, 'base64') },
    webp: { type: 'image/webp', bytes: Buffer.from(WEBP, 'base64') },
  };
  return [
    get('/image', (call) => negotiate(call, Object.values(images))),
    ...Object.entries(images).map(([name, { type, bytes }]) =>
      get(`/image/${name}`, (call) => call.send(bytes, type)),
    ),
  ];
}

/** The first kind that `Accept` names; PNG when it takes any image. */
function negotiate(call: Call, images: readonly Image[]): void {
  const accept = (call.request.headers.accept ?? '*/*').toLowerCase();
  const named = images.find(({ type }) => accept.includes(type));
  const image = named ?? (/\*\/\*|image\/\*/.test(accept) ? images[0] : undefined);
  if (image === undefined)
    call.json({ error: 'There is no such image.', accept: images.map(({ type }) => type) }, 406);
  else call.send(image.bytes, image.type, { headers: { Vary: 'Accept' } });
}

/** A square PNG of 8-bit RGB (PNG specification, §5 and §11.2). */
function png(size: number): Buffer {
  const rows: number[] = [];
  for (let y = 0; y < size; y += 1) {
    rows.push(0);
    for (let x = 0; x < size; x += 1) {
      const share = (x + y) / (2 * (size - 1));
      rows.push(
        ...[31, 111, 235].map((from, at) => Math.round(from + share * (([130, 80, 223][at] ?? 0) - from))),
      );
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a sample, colour type 2 (RGB).
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">
  <defs>
    <linearGradient id="slope" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="#1f6feb"/>
      <stop offset="1" stop-color="#8250df"/>
    </linearGradient>
  </defs>
  <rect width="64" height="64" rx="8" fill="url(#slope)"/>
  <path d="M18 22h28M18 32h28M18 42h16" stroke="#fff" stroke-width="4" stroke-linecap="round"/>
</svg>
`;

/** 16 by 16 pixels. */
const JPEG =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1x' +
  'eXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAAR' +
  'CAAQABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAQAE/8QAFRABAQAAAAAAAAAAAAAAAAAAAAH/xAAVAQEBAAAAAAAAAAAAAAAA' +
  'AAAEBv/EABYRAAMAAAAAAAAAAAAAAAAAAAABA//aAAwDAQACEQMRAD8AxwxQxQthpzP/2Q==';
/** 16 by 16 pixels. */
const WEBP = 'UklGRjgAAABXRUJQVlA4ICwAAABwAQCdASoQABAAAsBMJagCdAF1AAD+4z2v/8zR/3m/7zd//6jiqyA0fYhIAA==';
