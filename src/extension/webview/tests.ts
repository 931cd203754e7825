/** What the page shows of the checks of an answer and of what scripts printed, and how that is checked when it crosses. */
import { list, literal, object, optional, size, text, type Check } from './checks.ts';

export interface TestView {
  /** As it is written in the file, without the `??`. */
  readonly name: string;
  /** 1-based, in the file. */
  readonly line: number;
  readonly outcome: 'passed' | 'failed' | 'notRun';
  /** `== 200`; undefined where nothing was compared. */
  readonly expected: string | undefined;
  /** What was there, masked and shortened. */
  readonly actual: string | undefined;
  /** A sentence where there is nothing to compare. */
  readonly message: string | undefined;
}

/** One line that a script has printed. */
export interface LogView {
  readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug';
  /** Masked. */
  readonly text: string;
  /** 1-based, in the file. */
  readonly line: number;
}

/** More are not shown one by one. */
export const maxTests = 1000;
export const maxLogs = 1000;

export const testViews: Check<readonly TestView[]> = list(
  object<TestView>({
    name: text,
    line: size,
    outcome: literal('passed', 'failed', 'notRun'),
    expected: optional(text),
    actual: optional(text),
    message: optional(text),
  }),
  maxTests,
);

export const logViews: Check<readonly LogView[]> = list(
  object<LogView>({ level: literal('log', 'info', 'warn', 'error', 'debug'), text, line: size }),
  maxLogs,
);
