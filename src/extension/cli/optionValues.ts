/**
 * Reads what is typed behind an option: numbers, sizes, times, variables. What makes no sense becomes one sentence that
 * names the option. Called by `args.ts`; it knows nothing of what the values are for.
 */

/** Its message is one sentence for the person who typed. */
export class UsageError extends Error {}

/** The values of the options of text, as `parseArgs` gives them. */
export type TextValues = Readonly<Record<string, unknown>>;

/** Undefined where the option is absent. */
export function wholeNumber(values: TextValues, option: string, least: number): number | undefined {
  const text = textOf(values, option);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || !Number.isSafeInteger(number)) {
    throw new UsageError(`--${option} needs a whole number from ${least}, not "${text}".`);
  }
  return number;
}

/** `4096`, or `64k`, `10M`, `1G` in steps of 1024. */
export function byteCount(values: TextValues, option: string): number | undefined {
  const text = textOf(values, option);
  if (text === undefined) return undefined;
  const [, digits = '', unit = ''] = /^(\d+)([kmg])?$/i.exec(text) ?? [];
  const bytes = Number(digits) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
  if (bytes < 1 || !Number.isSafeInteger(bytes)) {
    throw new UsageError(`--${option} needs a number of bytes such as 4096, 64k or 10M, not "${text}".`);
  }
  return bytes;
}

export function seconds(values: TextValues, option: string): number | undefined {
  const text = textOf(values, option);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || number <= 0) {
    throw new UsageError(`--${option} needs seconds above 0, not "${text}".`);
  }
  return number;
}

export const reportFormats = ['junit', 'json', 'html', 'tap', 'github'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** One `--report`; without a file it goes to the output. */
export interface ReportWish {
  readonly format: ReportFormat;
  readonly file: string | undefined;
}

/** `junit=FILE`, `tap`. */
export function reportWish(text: string): ReportWish {
  const equals = text.indexOf('=');
  const word = equals === -1 ? text : text.slice(0, equals);
  const file = equals === -1 ? undefined : text.slice(equals + 1);
  const format = reportFormats.find((one) => one === word);
  if (format === undefined) throw new UsageError(`--report needs ${orList(reportFormats)}, not "${word}".`);
  if (format === 'github' && file !== undefined) {
    throw new UsageError('--report github is read from the output and takes no file.');
  }
  if (file === '' || (file === undefined && format !== 'tap' && format !== 'github')) {
    throw new UsageError(`--report ${format} needs a file: ${format}=FILE.`);
  }
  return { format, file };
}

/** Words between commas; `!` in front leaves out. */
export interface TagChoice {
  /** One of them is enough; all requests when there is none. */
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
}

/** `smoke,!slow`; undefined where the option is absent. */
export function tagChoice(values: TextValues, option: string): TagChoice | undefined {
  const text = textOf(values, option);
  if (text === undefined) return undefined;
  const tags = text.split(',').map((tag) => tag.trim());
  if (tags.some((tag) => tag === '' || tag === '!')) {
    throw new UsageError(`--${option} needs tags such as smoke,!slow, not "${text}".`);
  }
  return {
    wanted: tags.filter((tag) => !tag.startsWith('!')),
    unwanted: tags.filter((tag) => tag.startsWith('!')).map((tag) => tag.slice(1)),
  };
}

/** `name=value` of `--var`. */
export function variable(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new UsageError(`--var needs NAME=VALUE, not "${text}".`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

/** The member that a word names. */
export function oneOf<T extends string>(
  values: TextValues,
  option: string,
  known: readonly T[],
): T | undefined {
  const text = textOf(values, option);
  if (text === undefined) return undefined;
  const found = known.find((one) => one === text);
  if (found === undefined) throw new UsageError(`--${option} needs ${orList(known)}, not "${text}".`);
  return found;
}

/** `a, b or c`. */
export function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

function textOf(values: TextValues, option: string): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}
