/**
 * The texts that are evaluated inside QuickJS: what scripts find around them (`guest/main.ts`) and the libraries that they
 * may ask for. The bundler makes them; from the sources alone no script can be run.
 */
export const guestSources: Readonly<Record<'main' | 'xml' | 'json', string>> = {
  main: '',
  xml: '',
  json: '',
};
