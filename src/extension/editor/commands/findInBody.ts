/** Finds and goes places in the body that the panel in front shows; the page knows which of its views that is. */
import type { Command } from './command.ts';

export const findInBody: readonly Command[] = [
  {
    id: 'httpSessions.find',
    run: ({ panels }) => panels.active?.perform('find'),
  },
  {
    id: 'httpSessions.findNext',
    run: ({ panels }) => panels.active?.perform('findNext'),
  },
  {
    id: 'httpSessions.findPrevious',
    run: ({ panels }) => panels.active?.perform('findPrevious'),
  },
  {
    id: 'httpSessions.goTo',
    run: ({ panels }) => panels.active?.perform('goTo'),
  },
];
