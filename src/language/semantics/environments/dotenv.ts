/** `.env` text: `NAME=value` lines, `export` allowed, quotes as in dotenv, `#` comments. Never throws. */
import type { EnvironmentVariable } from './environments.ts';

/** The variables in order; a later line beats an earlier one of the same name. */
export function readDotenv(text: string): ReadonlyMap<string, EnvironmentVariable> {
  const variables = new Map<string, EnvironmentVariable>();
  const lines = text.split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = index + 1;
    let source = (lines[index] ?? '').trimStart();
    if (source.startsWith('export ')) source = source.slice(7).trimStart();
    const equals = source.indexOf('=');
    const name = equals === -1 ? '' : source.slice(0, equals).trim();
    if (name === '' || source.startsWith('#')) continue;
    let value = source.slice(equals + 1).trimStart();
    const quote = value.charAt(0);
    if (quote === '"' || quote === "'" || quote === '`') {
      // A quoted value may go on over lines.
      while (closingQuote(value, quote) === -1 && index + 1 < lines.length && value.length < 65_536) {
        index += 1;
        value += `\n${lines[index] ?? ''}`;
      }
      const close = closingQuote(value, quote);
      const inner = close === -1 ? value.slice(1) : value.slice(1, close);
      value = quote === '"' ? unescape(inner) : inner;
    } else {
      const comment = value.search(/\s#/);
      value = (comment === -1 ? value : value.slice(0, comment)).trim();
    }
    variables.set(name, { name, value, line });
  }
  return variables;
}

function closingQuote(value: string, quote: string): number {
  let close = value.indexOf(quote, 1);
  while (close !== -1 && quote === '"' && value.charAt(close - 1) === '\\') {
    close = value.indexOf(quote, close + 1);
  }
  return close;
}

function unescape(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('\\t', '\t').replaceAll('\\"', '"');
}
