/**
 * Refuses a request into which the value of a variable would put what a header or a URL cannot carry, and names the
 * variable: a line break would begin a header of its own. What is typed in the file itself is checked by the core, for
 * all requests alike. A value is never shown, because it may be secret. Called by `prepareExchange`.
 */
import path from 'node:path';
import type { RequestDefinition, ResolvedRequest, ResolveScope } from '../../../language/semantics/index.ts';
import { fillText, splitTemplate } from '../../../language/semantics/index.ts';
import { RequestException } from '../../http/index.ts';

/** Rejects nothing that holds no variable. Throws InvalidRequest. */
export function refuseInjection(resolved: ResolvedRequest, scope: ResolveScope, file: string): void {
  const { definition, headers, url } = resolved;
  const check = (template: string, unfit: RegExp, place: string, line: number): void => {
    for (const hole of holesOf(template)) {
      const found = unfit.exec(fillText(hole, definition, scope).text)?.[0];
      if (found === undefined) continue;
      const where = `${path.basename(file)}:${line}`;
      throw new RequestException(
        `${hole} (${where}) holds ${nameOf(found)}, which ${place} cannot carry. Nothing was sent.`,
        'InvalidRequest',
        { phase: 'queue', bytesSent: 0, hint: 'Look at the value of this variable, or encode it.' },
      );
    }
  };
  // The templates are filled again only when something is wrong with what came of them.
  if (inUrl.test(url)) check(definition.url, inUrl, 'a URL', definition.line);
  if (!headers.some(({ name, value }) => inName.test(name) || inValue.test(value))) return;
  for (const { name, value, line } of definition.headers) {
    check(name, inName, 'the name of a header', line);
    check(value, inValue, `the header ${name}`, line);
  }
}

const inUrl = /[\0-\x1f\x7f]/;
const inName = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/u;
const inValue = /[\0-\x08\x0a-\x1f\x7f]|[^\0-\xff]/u;

function holesOf(template: RequestDefinition['url']): readonly string[] {
  return splitTemplate(template).flatMap((part) => (part.isReference ? [part.written] : []));
}

function nameOf(character: string): string {
  if (character === '\r' || character === '\n') return 'a line break';
  if (character === '\0') return 'a NUL character';
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const isControl = character < ' ' || character === '\x7f';
  return isControl ? `the control character U+${code}` : `the character U+${code}`;
}
