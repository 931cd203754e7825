/**
 * What settings say about the requests of a file, in the shape of a session's defaults: so that a setting and a file that
 * say the same go the same way, and each value can tell where it is from. They are weaker than every file.
 */
import type { DefaultValue, WrittenDefault, WrittenDefaults } from '../../../language/semantics/index.ts';
import type { SendSettings } from '../settings/settings.ts';

/** Only what is more than an option of a send: the headers and the use of cookies that other tools' settings ask for. */
export function settingDefaults({ headers, usesCookies, origins }: SendSettings): WrittenDefaults {
  const written = new Map<string, WrittenDefault>();
  const put = (key: string, name: string, value: DefaultValue, origin: string): void => {
    written.set(key, { key, name, value, origin, folder: '', line: 0, range: { start: 0, end: 0 } });
  };
  for (const [name, value] of Object.entries(headers)) {
    put(`headers.${name.toLowerCase()}`, name, value, origins.headers);
  }
  if (!usesCookies) put('cookies', 'cookies', false, origins.cookies);
  return written;
}
