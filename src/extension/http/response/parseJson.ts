/**
 * The content of a response as JSON (rule R110), or an error that says at which character it stops being any. Decodes
 * no bytes: Response gives it text without a byte order mark.
 */
import { parseTree } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { JSONDecodeError } from '../errors/errors.ts';
import type { Response } from './response.ts';

/** Throws JSONDecodeError, which has the response and its request. */
export function parseJson(doc: string, response: Response): unknown {
  try {
    return JSON.parse(doc) as unknown;
  } catch (error) {
    throw jsonError(error, doc, response);
  }
}

function jsonError(cause: unknown, doc: string, response: Response): JSONDecodeError {
  const problems: ParseError[] = [];
  // JSON.parse names a position only sometimes; this parser always does, and is asked only when it failed.
  parseTree(doc, problems, { disallowComments: true });
  const pos = problems[0]?.offset;
  const where = pos === undefined ? '' : ` at character ${pos + 1}`;
  const message =
    doc.trim() === '' ? 'The response is empty, not JSON.' : `The response is not valid JSON${where}.`;
  return new JSONDecodeError(message, { doc, pos }, { cause, request: response.request, response });
}
