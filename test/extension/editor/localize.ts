/** The plain `Localize` of tests: English, with `{0}` … filled. */
import type { Localize } from '../../../src/extension/editor/labels.ts';

export const english: Localize = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
