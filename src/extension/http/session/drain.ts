/**
 * Empties answers that only lead on, redirects and refusals, so that their connection carries the next request too.
 * Called by Session between two sends of a chain; it keeps nothing of what it reads.
 */
import { RequestException } from '../errors/errors.ts';
import { Response } from '../response/response.ts';

/** Who only says where to go next has no reason to say more, and may never stop. */
const drained = 8 * 1024 * 1024;

/** Reads a body nobody asked for, so that its connection can be used again; what it is does not matter (rule R80). */
export async function drain(response: Response): Promise<void> {
  try {
    await Response.readStart(response, drained);
  } catch (error) {
    if (error instanceof RequestException && error.name === 'Cancelled') throw error;
    response.close();
  }
}
