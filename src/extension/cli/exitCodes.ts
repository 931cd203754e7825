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

/** Ends a command early with one line for people. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
