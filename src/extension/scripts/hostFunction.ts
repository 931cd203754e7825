/**
 * The one function through which a script's world reaches outwards. It takes texts and gives a text; each question is
 * answered here and can do no more than what stands here.
 */
import { createHash, createHmac, randomInt, randomUUID } from 'node:crypto';
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import type { HostQuestion, PackedJob } from './protocol.ts';
import type { Records } from './takenRecords.ts';
import type { Timers } from './timers.ts';

/** The job that runs now. */
export interface HostWork {
  readonly job: PackedJob;
  readonly timers: Timers;
  readonly records: Records;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** The script has called `client.exit`. */
  isExiting: boolean;
}

export type LibraryName = 'xmlPathLibrary' | 'jsonPathLibrary';

/** `current` gives what the questions are about; `load` brings in a library. */
export function createHostFunction(
  context: QuickJSContext,
  current: () => HostWork | undefined,
  load: (name: LibraryName) => void,
): QuickJSHandle {
  return context.newFunction('host', (...handles) => {
    const [question = '', ...texts] = handles.map((handle) => context.getString(handle));
    const [name] = texts;
    if (question === 'library' && (name === 'xmlPathLibrary' || name === 'jsonPathLibrary')) load(name);
    const work = current();
    const answer = work && answers.get(question);
    return context.newString((work && answer?.(work, ...texts)) ?? '');
  });
}

type Answer = (work: HostWork, ...texts: readonly string[]) => string | undefined;

const answers: ReadonlyMap<string, Answer> = new Map(Object.entries(answersByName()));

function answersByName(): Readonly<Record<Exclude<HostQuestion, 'library'>, Answer>> {
  return {
    // Each crosses when a script first looks at it.
    variables: ({ job }) => job.variables,
    request: ({ job }) => job.request,
    response: ({ job }) => job.response,
    body: ({ job }) => job.body,
    record({ records }, text = '') {
      records.take(text);
      return undefined;
    },
    exit(work) {
      work.isExiting = true;
      return undefined;
    },
    digest: (_work, text = '') => digest(JSON.parse(text)),
    random: () => String(randomInt(2 ** 47) / 2 ** 47),
    uuid: () => randomUUID(),
    timer({ timers }, id, delay) {
      timers.add(Number(id), Number(delay));
      return undefined;
    },
    clearTimer({ timers }, id) {
      timers.remove(Number(id));
      return undefined;
    },
    toBase64: (_work, text = '') => Buffer.from(text, 'latin1').toString('base64'),
    fromBase64: (_work, text = '') => Buffer.from(text, 'base64').toString('latin1'),
  };
}

interface Piece {
  readonly text: string;
  readonly encoding: string;
}

const algorithms = ['sha1', 'sha256', 'sha384', 'sha512', 'md5'];

function digest(question: unknown): string {
  const { algorithm, key, pieces, encoding } = question as {
    readonly algorithm: string;
    readonly key: Piece | null;
    readonly pieces: readonly Piece[];
    readonly encoding: 'hex' | 'base64' | 'base64url';
  };
  if (!algorithms.includes(algorithm)) throw new Error('There is no such digest.');
  const hash = key === null ? createHash(algorithm) : createHmac(algorithm, bytesOf(key));
  for (const piece of pieces) hash.update(bytesOf(piece));
  return hash.digest(encoding);
}

function bytesOf({ text, encoding }: Piece): Buffer {
  const known = /^(?:iso-?8859-1|latin-?1|us-ascii)$/.test(encoding)
    ? 'latin1'
    : encoding.replace(/^utf-/, 'utf');
  if (!Buffer.isEncoding(known)) throw new Error(`The encoding ${encoding} is not known.`);
  return Buffer.from(text, known);
}
