/** A process that puts cookies into a cookie file of the terminal, some at a time, as several runs would. */
import { CookieJar } from '../../../src/extension/http/index.ts';
import { openCookieFile } from '../../../src/extension/cli/cookieFile.ts';

const [, , file = '', name = '', count = '0'] = process.argv;
const { jars, save } = await openCookieFile(file);
const jar = jars.get('default') ?? new CookieJar();
jars.set('default', jar);
for (let number = 0; number < Number(count); number++) {
  jar.set({ name: `${name}${number}`, value: '1', domain: `h${Math.floor(number / 100)}.${name}.test` });
  if (number % 50 === 49) await save();
}
