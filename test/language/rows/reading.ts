/** Shows how a text is read: every request as it would go, and what is said about the text. */
import { Session } from '../../../src/extension/http/index.ts';
import { sendSettings } from '../../../src/extension/runner/prepare/sendSettings.ts';
import { toRequest } from '../../../src/extension/runner/prepare/toRequest.ts';
import { resolve } from '../../../src/language/semantics/index.ts';
import { definitionOf, resolveLast, scopeOf, shown, time, type World } from '../semantics/wire.ts';

/**
 * Requests with a line `===` between them, each under `· name (title)` when it has one, in the form of `wire`. Then
 * a line `? severity code "text"` for each problem.
 */
export function reading(text: string, world: World = {}): string {
  const file = definitionOf(text);
  const scope = scopeOf(file, world);
  const requests = file.requests.map((request) => {
    const { name, title } = request;
    const heading = name === undefined && title === undefined ? '' : `· ${name ?? '–'} (${title ?? '–'})\n`;
    return heading + shown(resolve(request, scope));
  });
  const problems = file.problems.map(
    ({ severity, code, range }) =>
      `? ${severity} ${code} ${JSON.stringify(text.slice(range.start, range.end))}`,
  );
  return [requests.join('\n===\n'), ...problems].filter((part) => part !== '').join('\n');
}

/** What the directives of the last request say about sending it. */
export function settings(text: string, world: World = {}): ReturnType<typeof sendSettings> {
  const { dialect } = definitionOf(text);
  return sendSettings(resolveLast(text, world).directives, { dialect, folder: '/project' });
}

/** The Authorization header that goes, the name of the scheme that answers, or why nothing goes. */
export async function authorizationOf(text: string): Promise<string> {
  try {
    const { options } = await toRequest(resolveLast(text), {
      file: '/project/a.http',
      access: { folder: '/project', roots: [] },
      session: new Session({ environment: {} }),
      now: () => time,
      substitute: (content) => content,
    });
    const { auth } = options;
    if (auth != null) return `answers ${'name' in auth ? auth.name : ''}`;
    const headers = [...((options.headers ?? []) as Iterable<readonly [string, string | null]>)];
    return headers.find(([name]) => name === 'Authorization')?.[1] ?? 'nothing';
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}
