/**
 * What scripts say about themselves, taken out of their world field by field: lines, tests and changes, each with its
 * line of the file. There are limits, so that a script that prints in a loop fills neither memory nor a screen.
 */
import type {
  Json,
  PackedJob,
  ScriptChange,
  ScriptFailure,
  ScriptLine,
  ScriptOutcome,
  ScriptTest,
} from './protocol.ts';

export interface Records {
  /** What has been taken so far; grows. */
  readonly outcome: ScriptOutcome;
  readonly failures: ScriptFailure[];
  /** Takes one record, as JSON; what is none is left out. */
  take(text: string): void;
}

/** Lines that are kept of one job. */
const mostLines = 1000;
/** Characters of one line. */
const longest = 10_000;
const mostTests = 10_000;
/** Characters of all variables that one job sets. */
const mostChanged = 8 * 1024 * 1024;

export function createRecords(job: PackedJob): Records {
  const lines: ScriptLine[] = [];
  const tests: ScriptTest[] = [];
  const changes: ScriptChange[] = [];
  let lost = 0;
  let changed = 0;
  const failures: ScriptFailure[] = [];
  return {
    outcome: { lines, tests, changes, failures },
    failures,
    take(text) {
      const record: unknown = JSON.parse(text);
      const { line } = placeIn(job, stringIn(record, 'stack'));
      switch (stringIn(record, 'kind')) {
        case 'line': {
          if (lines.length > mostLines) lost += 1;
          if (lines.length > mostLines)
            lines[mostLines] = { level: 'warn', line, text: `… ${lost + 1} more lines` };
          else lines.push({ level: levelIn(record), text: cut(stringIn(record, 'text')), line });
          return;
        }
        case 'test': {
          const message = propertyOf(record, 'message');
          if (tests.length >= mostTests) return;
          tests.push({
            name: cut(stringIn(record, 'name')),
            line,
            message: typeof message === 'string' ? withPlace(cut(message)) : undefined,
          });
          return;
        }
        case 'change': {
          changed += text.length;
          const change = changeIn(propertyOf(record, 'change'));
          if (change === undefined) return;
          if (changed > mostChanged) throw new Error('The variables of this script are larger than 8 MiB.');
          changes.push(change);
        }
      }
    },
  };
}

function withPlace(message: string): string {
  return message === '' ? 'It threw an error without a message.' : message;
}

/** Where a stack says that a script was; the first line of the script where it says nothing. */
export function placeIn(
  { scripts }: PackedJob,
  stack: string,
  index = 0,
): { readonly place: string; readonly line: number } {
  const [, inScript, atLine] = /script:(\d+):(\d+)/.exec(stack) ?? [];
  const script = scripts[inScript === undefined ? index : Number(inScript)];
  if (script === undefined) return { place: '', line: 0 };
  const { file, firstLine, line, isFile } = script;
  const lineInFile = firstLine - 1 + Number(atLine ?? 1);
  return { place: `${file}:${lineInFile}`, line: isFile ? line : lineInFile };
}

function changeIn(value: unknown): ScriptChange | undefined {
  const of = stringIn(value, 'of');
  const kind = stringIn(value, 'kind');
  const name = stringIn(value, 'name');
  if (of !== 'request' && of !== 'global' && of !== 'headers') return undefined;
  if (kind === 'clearAll') return { of, kind };
  if (kind === 'clear') return { of, kind, name };
  if (kind !== 'set') return undefined;
  if (of === 'headers') return { of, kind, name, value: stringIn(value, 'value') };
  return { of, kind, name, value: (propertyOf(value, 'value') ?? null) as Json };
}

function levelIn(record: unknown): ScriptLine['level'] {
  const level = stringIn(record, 'level');
  return (['info', 'warn', 'error', 'debug'] as const).find((known) => known === level) ?? 'log';
}

function stringIn(record: unknown, name: string): string {
  const value = propertyOf(record, name);
  return typeof value === 'string' ? value : '';
}

/** Its own property; what it inherits is not looked at. */
function propertyOf(record: unknown, name: string): unknown {
  if (typeof record !== 'object' || record === null) return undefined;
  return Object.getOwnPropertyDescriptor(record, name)?.value;
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
