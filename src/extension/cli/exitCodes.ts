/** What a process tells its caller by its number; hurl's numbers, so that its users need learn nothing. */
export const exitCodes = {
  ok: 0,
  usage: 1,
  parse: 2,
  failed: 3,
  assertion: 4,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What both came to: a request without an answer says more than an answer that was not as expected. */
export function worse(one: ExitCode, other: ExitCode): ExitCode {
  return one === exitCodes.failed || other === exitCodes.ok ? one : other;
}

/** Ends a command early with one line for people. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
