/** `crypto`: digests and HMACs. The bytes are put together here as texts with their encodings; the thread hashes them. */
import { host, stringify } from './host.ts';

interface Piece {
  readonly text: string;
  readonly encoding: string;
}

const algorithms = ['sha1', 'sha256', 'sha384', 'sha512', 'md5'] as const;
type Algorithm = (typeof algorithms)[number];

export function createCrypto(): object {
  return {
    ...each((algorithm) => () => builder(algorithm)),
    hmac: each((algorithm) => () => keyed(algorithm)),
  };
}

function each(make: (algorithm: Algorithm) => unknown): object {
  return Object.fromEntries(algorithms.map((algorithm) => [algorithm, make(algorithm)]));
}

function keyed(algorithm: Algorithm): object {
  return {
    withTextSecret: (text: unknown, encoding?: unknown) => builder(algorithm, piece(text, encoding)),
    withHexSecret: (text: unknown) => builder(algorithm, piece(text, 'hex')),
    withBase64Secret: (text: unknown, urlSafe?: unknown) => builder(algorithm, base64(text, urlSafe)),
  };
}

function builder(algorithm: Algorithm, key?: Piece): object {
  const pieces: Piece[] = [];
  const self = {
    updateWithText: (text: unknown, encoding?: unknown) => add(piece(text, encoding)),
    updateWithHex: (text: unknown) => add(piece(text, 'hex')),
    updateWithBase64: (text: unknown, urlSafe?: unknown) => add(base64(text, urlSafe)),
    digest: () => {
      const hash = (encoding: string): string =>
        host('digest', stringify({ algorithm, key: key ?? null, pieces, encoding }));
      return {
        toHex: () => hash('hex'),
        toBase64: (urlSafe?: unknown) => hash(urlSafe === true ? 'base64url' : 'base64'),
      };
    },
  };
  return self;

  function add(one: Piece): object {
    pieces.push(one);
    return self;
  }
}

function piece(text: unknown, encoding: unknown = 'utf-8'): Piece {
  return { text: String(text), encoding: String(encoding).toLowerCase() };
}

function base64(text: unknown, urlSafe: unknown): Piece {
  return piece(text, urlSafe === true ? 'base64url' : 'base64');
}
