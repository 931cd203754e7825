/**
 * Reads an .http file for a command: its text, what it means, where its lines are, and which of its requests the
 * command line chose. Faults that stop a command become a CommandError with one line.
 */
import path from 'node:path';
import type { Dialect, FileDefinition, Problem, RequestDefinition } from '../../language/semantics/index.ts';
import { define, tagsOf } from '../../language/semantics/index.ts';
import type { LineIndex } from '../../language/syntax/index.ts';
import { createLineIndex, parse } from '../../language/syntax/index.ts';
import type { Selection } from './args.ts';
import { readTextSync } from './blockingReader.ts';
import { CommandError, exitCodes } from './exitCodes.ts';
import type { TagChoice } from './optionValues.ts';

export interface RequestFile {
  /** As it was typed on the command line. */
  readonly shown: string;
  /** Absolute. */
  readonly path: string;
  readonly definition: FileDefinition;
  readonly problems: readonly PlacedProblem[];
  readonly lines: LineIndex;
}

export interface PlacedProblem extends Problem {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

/** The dialect counts where the file names none. Throws CommandError (usage) when the file cannot be read. */
export function readRequestFile(shown: string, dialect?: Dialect): RequestFile {
  return understand(shown, readGivenText(shown), dialect);
}

/** What a text means as the file of that name. */
export function understand(shown: string, text: string, dialect?: Dialect): RequestFile {
  const definition = define(parse(text), { dialect });
  const lines = createLineIndex(text);
  const problems = definition.problems.map((problem) => {
    const { line, column } = lines.positionAt(problem.range.start);
    return { ...problem, line: line + 1, column: column + 1 };
  });
  return { shown, path: path.resolve(shown), definition, problems, lines };
}

/** The chosen requests in order. Throws CommandError (usage) when there is none. */
export function selectRequests(
  file: RequestFile,
  { name, line, tags }: Selection,
): readonly RequestDefinition[] {
  const { requests } = file.definition;
  if (name !== undefined) {
    const found = requests.filter((request) => request.name === name || request.title === name);
    return found.length > 0 ? found : nothing(`${file.shown} has no request named "${name}".`);
  }
  if (line !== undefined) {
    const found = line > file.lines.lineCount ? undefined : requestAt(line, file);
    return found === undefined ? nothing(`${file.shown} has no request at line ${line}.`) : [found];
  }
  const runs = file.definition.imports.some(({ kind }) => kind === 'run');
  if (requests.length === 0 && !runs) return nothing(`${file.shown} holds no request.`);
  const chosen = taggedRequests(file, tags);
  return tags === undefined || chosen.length > 0
    ? chosen
    : nothing(`${file.shown} has no request with these tags.`);
}

/** All requests where nothing is said about tags. */
export function taggedRequests(
  { definition: { requests } }: RequestFile,
  choice: TagChoice | undefined,
): readonly RequestDefinition[] {
  if (choice === undefined) return requests;
  const { wanted, unwanted } = choice;
  return requests.filter((request) => {
    const tags = tagsOf(request);
    const isWanted = wanted.length === 0 || wanted.some((tag) => tags.includes(tag));
    return isWanted && !unwanted.some((tag) => tags.includes(tag));
  });
}

/**
 * Throws CommandError (parse) with `file:line:column` for each error in the chosen requests and outside of any
 * request; an error in a request that is not chosen stops nothing.
 */
export function refuseBroken(file: RequestFile, chosen: readonly RequestDefinition[]): void {
  const others = file.definition.requests.filter((request) => !chosen.includes(request));
  const errors = file.problems.filter(
    ({ severity, range }) =>
      severity === 'error' &&
      !others.some((other) => other.range.start <= range.start && range.start < other.range.end),
  );
  if (errors.length === 0) return;
  const lines = errors.map(({ line, column, message }) => `${file.shown}:${line}:${column}: ${message}`);
  throw new CommandError(lines.join('\n'), exitCodes.parse);
}

/** The last request that begins at or above the line. */
function requestAt(line: number, { definition, lines }: RequestFile): RequestDefinition | undefined {
  return definition.requests.findLast(({ range }) => lines.positionAt(range.start).line < line);
}

function nothing(message: string): never {
  throw new CommandError(message, exitCodes.usage);
}

/** The text of a file that was named on the command line. Throws CommandError (usage). */
export function readGivenText(shown: string): string {
  try {
    return readTextSync(shown);
  } catch (error) {
    throw new CommandError(`Cannot read ${shown}: ${reason(error)}.`, exitCodes.usage);
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'it does not exist';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'you may not read it';
    default:
      return code === '' ? 'it cannot be opened' : `it cannot be opened (${code})`;
  }
}
