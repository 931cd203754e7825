/**
 * Prints a body while it arrives (`send --stream`). Each piece goes to the screen the moment it is received, before it
 * is kept; a screen that cannot follow gets the rest out of the store, so that memory stays small and the server is not
 * held up. What the bytes look like is the business of who gives the `print`. Used by `report.ts`.
 */
import type { BodyReader } from '../runner/index.ts';

export interface LivePrinter {
  /** Prints the next bytes of the body, unless the screen is behind. */
  receive(piece: Uint8Array): void;
  /** Prints what the store has beyond that; does not wait. */
  advance(): void;
  /** Resolves when everything is printed. */
  finish(): Promise<void>;
}

/** Prints bytes; gives a promise when it wants no more before that resolves. */
export type Print = (bytes: Uint8Array) => Promise<void> | undefined;

/** Bytes that are read from the store at a time. */
const pieceLength = 256 * 1024;

/** Begins with the first byte of the body, which must not have been received yet if `receive` is used. */
export function createLivePrinter(body: BodyReader, print: Print): LivePrinter {
  let received = 0;
  let printed = 0;
  /** While the screen is behind. */
  let waiting: Promise<void> | undefined;

  const catchUp = async (blocked?: Promise<void>): Promise<void> => {
    await blocked;
    while (printed < body.length) {
      const piece = await body.read(printed, pieceLength);
      if (piece.length === 0) break;
      printed += piece.length;
      await print(piece);
    }
    waiting = undefined;
  };

  const advance = (): void => {
    if (printed < body.length) waiting ??= catchUp();
  };

  return {
    receive(piece) {
      const isNext = waiting === undefined && printed === received;
      received += piece.length;
      if (!isNext) return;
      printed = received;
      const blocked = print(piece);
      if (blocked !== undefined) waiting = catchUp(blocked);
    },
    advance,
    async finish() {
      await waiting;
      advance();
      await waiting;
    },
  };
}
