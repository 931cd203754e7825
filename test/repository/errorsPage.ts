/**
 * Makes docs/errors.md from the code: every fault of the closed list with what failed, what to do next, and the limit
 * that governs it. `npm run docs` writes it; errorsPage.test.ts holds it to the code.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { exitCodes } from '../../src/extension/cli/exitCodes.ts';
import { limitOptions } from '../../src/extension/cli/options.ts';
import { faultGuide } from '../../src/extension/http/errors/faultGuide.ts';
import type { FaultAdvice } from '../../src/extension/http/errors/faultGuide.ts';
import { defaultLimits } from '../../src/extension/http/index.ts';
import { projectFolder } from '../host/folders.ts';

export const errorsPagePath = path.join(projectFolder, 'docs/errors.md');

/** By limit: what it is called in the options of a send of the library, where that differs. */
const libraryNames: Readonly<Record<string, string>> = {
  'timeout.connect': 'timeout: [seconds, …]',
  'timeout.read': 'timeout: […, seconds]',
  'timeout.total': 'totalTimeout',
  'redirects.max': 'session.maxRedirects',
};

const intro = `# Errors

<!-- Made from the code by "npm run docs"; changes here are lost. -->

A send that fails says so with one name from this list, the same in the panel, in \`--json\` and in the library
(\`error.name\`). Beside its name and a sentence, every error has the phase it happened in (\`queue\`, \`dns\`, \`connect\`,
\`tls\`, \`upload\`, \`wait\`, \`headers\`, \`body\`, \`decode\`, \`save\`), host and port, the time it took, the bytes sent and
received, how often the request was put on a connection, and what to do next. What had arrived is kept and can be saved.
The command line ends with exit code ${exitCodes.failed} after any of them.
`;

export async function errorsPage(): Promise<string> {
  const sections = Object.entries(faultGuide).map(section);
  const text = [intro, ...sections, limitsTable()].join('\n');
  return format(text, { ...(await resolveConfig(errorsPagePath)), parser: 'markdown' });
}

function section([name, { what, todo, limits = [] }]: readonly [string, FaultAdvice]): string {
  const governed = limits.map((limit) => `\`httpSessions.${limit}\``).join(', ');
  const lines = [`## ${name}`, '', what, '', `**What to do:** ${todo}`];
  if (limits.length > 0) lines.push('', `**${limits.length === 1 ? 'Setting' : 'Settings'}:** ${governed}`);
  return `${lines.join('\n')}\n`;
}

function limitsTable(): string {
  const names = [...new Set(Object.values(faultGuide).flatMap(({ limits = [] }) => limits))];
  const rows = names.map((name) => {
    const flag = limitOptions[name];
    const byDefault = Object.entries(defaultLimits).find(([key]) => name === `limits.${key}`)?.[1];
    const unset =
      name === 'redirects.max'
        ? '30'
        : byDefault === undefined || byDefault === Infinity
          ? '–'
          : String(byDefault);
    return `| \`httpSessions.${name}\` | \`--${flag}\` | \`${libraryNames[name] ?? name}\` | ${unset} |`;
  });
  const head =
    '| Setting | Command line | Library | Default of command line and library |\n| --- | --- | --- | --- |';
  return `## Limits\n\n${head}\n${rows.join('\n')}\n`;
}

if (import.meta.main) writeFileSync(errorsPagePath, await errorsPage());
