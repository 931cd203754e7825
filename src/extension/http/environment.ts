/** Skeleton. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The text of a file; undefined when it cannot be read. */
  readFile(path: string): string | undefined;
  readonly homeDirectory: string;
}
