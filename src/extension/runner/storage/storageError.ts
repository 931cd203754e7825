/**
 * What can be wrong with a file of ours on disk, as one error with a reason from a closed list. The operating system's
 * own errors (a full disk, a folder that may not be written) are passed on as they are; `isDiskFull` knows them.
 */

/**
 * `link`: a symbolic link where a file or folder of ours should be. `irregular`: no regular file. `empty`, `truncated`,
 * `damaged`: torn or changed by somebody else. `foreign`: not written by us. `version`: by a later version of us.
 * `key`: sealed with a key that is not there any more. `large`: larger than anything we write. `missing`: was there, and is not any more.
 */
export type StorageFault =
  | 'link'
  | 'irregular'
  | 'empty'
  | 'truncated'
  | 'damaged'
  | 'foreign'
  | 'version'
  | 'key'
  | 'large'
  | 'missing';

export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly fault: StorageFault;
  /** The file or folder. */
  readonly path: string;

  constructor(fault: StorageFault, path: string) {
    super(`${path}: ${sentences[fault]}`);
    this.fault = fault;
    this.path = path;
  }
}

const sentences: Readonly<Record<StorageFault, string>> = {
  link: 'this is a symbolic link.',
  irregular: 'this is no regular file.',
  empty: 'the file is empty.',
  truncated: 'the file ends too early.',
  damaged: 'the file was changed or damaged.',
  foreign: 'the file has another format.',
  version: 'the file was written by a later version.',
  key: 'the key that the file was sealed with is not there any more.',
  missing: 'the file is not there any more.',
  large: 'the file is larger than expected.',
};

/** Whether the file system has no room, or the user's share of it is used up. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');
}

/** The operating system's code of an error: `ENOENT` … */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
