/**
 * Which files of a folder give environments, by their names alone, and what each is for. The one place where the
 * names are written; the editor and the runner list the folders and read the files.
 */
import type { EnvironmentSource } from './environments.ts';

/** A file that gives variables. */
export interface EnvironmentFileName {
  /** Below the folder: `http-client.env.json`, `env/dev.env`. */
  readonly path: string;
  readonly kind: 'public' | 'user' | 'private' | 'dotenv';
  /** Of a `.env` file: the one environment it is for; undefined for all. */
  readonly environment?: string;
}

const jsonFiles: readonly EnvironmentFileName[] = [
  { path: 'rest-client.env.json', kind: 'public' },
  { path: 'http-client.env.json', kind: 'public' },
  { path: 'http-client.env.json.user', kind: 'user' },
  { path: 'rest-client.private.env.json', kind: 'private' },
  { path: 'http-client.private.env.json', kind: 'private' },
];

/** The files of a folder that count, weakest first; `nested` are the names in its folder `env`. */
export function environmentFilesIn(
  names: readonly string[],
  nested: readonly string[],
): readonly EnvironmentFileName[] {
  const known = new Set(names);
  return [
    ...jsonFiles.filter(({ path }) => known.has(path)),
    ...nested.flatMap((name) => dotenvFile(name, 'env/')),
    ...names.flatMap((name) => dotenvFile(name, '')),
  ];
}

/** Whether a file of that name holds environments as JSON. */
export function isEnvironmentJson(name: string): boolean {
  return jsonFiles.some(({ path }) => path === name);
}

/** The file's text as a source; `origin` is how people name the file. */
export function sourceOf(
  { kind, environment }: EnvironmentFileName,
  origin: string,
  text: string,
): EnvironmentSource {
  if (kind !== 'dotenv') return { kind: 'json', origin, text, visibility: kind };
  return { kind: 'dotenv', origin, text, ...(environment === undefined ? {} : { environment }) };
}

/** `.env` is for all, `.env.dev` and `dev.env` for one; samples are for nobody. */
function dotenvFile(name: string, folder: string): readonly EnvironmentFileName[] {
  if (name === '.env') return [{ path: `${folder}${name}`, kind: 'dotenv' }];
  const environment = /^\.env\.([\w-]+)$/.exec(name)?.[1] ?? /^([\w-]+)\.env$/.exec(name)?.[1];
  if (environment === undefined || /^(?:example|sample|template|dist)$/i.test(environment)) return [];
  return [{ path: `${folder}${name}`, kind: 'dotenv', environment }];
}
