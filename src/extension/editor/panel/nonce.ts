/** The random key of a page: its CSP nonce and the mark of its messages. */
import { randomBytes } from 'node:crypto';

/** 128 random bits in base64url. */
export function randomNonce(): string {
  return randomBytes(16).toString('base64url');
}
