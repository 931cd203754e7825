/**
 * The text that is evaluated inside QuickJS before any script: what scripts find around them (`guest/main.ts`). The bundler
 * makes it; from the sources alone no script can be run.
 */
export const guestSource = '';
