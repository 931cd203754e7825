/**
 * What a person should know before sending: the findings of semantics, variables that nothing defines, and
 * files that are not there. Errors are only for what cannot be sent.
 */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver-types';
import type { Problem } from '../../semantics/index.ts';
import type { ParsedDocument } from '../documents.ts';
import type { LanguageServiceHost } from '../host.ts';
import { namesIn } from '../names.ts';
import { fileName, folderOf, resolvePath } from '../uris.ts';
import { variableTable } from '../variables.ts';
import { pathsIn } from './documentLinks.ts';

export const diagnosticSource = 'http';

export async function diagnostics(
  document: ParsedDocument,
  host: LanguageServiceHost,
): Promise<Diagnostic[]> {
  const problems = [
    ...document.file.problems,
    ...(await undefinedVariables(document, host)),
    ...unknownRequests(document),
    ...(await missingFiles(document, host)),
  ];
  return problems.map(({ severity, code, message, range }) => ({
    range: document.range(range.start, endOfLine(document.text, range)),
    severity: severities[severity],
    code,
    source: diagnosticSource,
    message,
  }));
}

const severities: Readonly<Record<Problem['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding about several lines is shown on its first one. */
function endOfLine(text: string, { start, end }: Problem['range']): number {
  const firstLine = /^[^\r\n]*/.exec(text.slice(start, end))?.[0] ?? '';
  return start + firstLine.trimEnd().length;
}

async function undefinedVariables(
  document: ParsedDocument,
  host: LanguageServiceHost,
): Promise<readonly Problem[]> {
  const uses = namesIn(document).filter(({ kind, role }) => kind === 'variable' && role === 'use');
  if (uses.length === 0 || importsOthers(document)) return [];
  const table = await variableTable(document, host);
  return uses
    .filter(({ name }) => identifier.test(name) && !table.defines(name))
    .map(({ name, start, end }) => ({
      severity: 'warning',
      code: 'unresolved-variable',
      message: whyUndefined(name, table.environmentName, table.environmentsWith(name)),
      range: { start, end },
    }));
}

function whyUndefined(name: string, chosen: string | undefined, elsewhere: readonly string[]): string {
  if (chosen !== undefined) return `"${name}" is not defined in this file or in the environment ${chosen}.`;
  if (elsewhere.length === 0) return `"${name}" is not defined in this file.`;
  return `"${name}" is defined in ${elsewhere.join(', ')}, but no environment is chosen.`;
}

function unknownRequests(document: ParsedDocument): readonly Problem[] {
  if (importsOthers(document)) return [];
  const known = new Set(document.file.requests.map(({ name }) => name));
  return namesIn(document)
    .filter(({ kind, role, name }) => kind === 'request' && role === 'use' && !known.has(name))
    .map(({ name, start, end }) => ({
      severity: 'warning',
      code: 'unknown-request',
      message: `No request in this file is named "${name}".`,
      range: { start, end },
    }));
}

/** Anything else between braces is an expression of another tool. */
const identifier = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** Names may come from a file that is imported, whose text is not read here. */
function importsOthers({ file }: ParsedDocument): boolean {
  return (
    file.imports.some(({ kind }) => kind === 'import') ||
    file.requests.some(({ directives }) => directives.some(({ key }) => key === 'import'))
  );
}

async function missingFiles(
  document: ParsedDocument,
  host: LanguageServiceHost,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const listed = new Map<string, ReadonlySet<string>>();
  for (const { path, isRead, start, end } of pathsIn(document)) {
    const uri = path.includes('{{') || !isRead ? undefined : resolvePath(document.uri, path);
    if (uri === undefined) continue;
    const folder = folderOf(uri);
    const names = listed.get(folder) ?? new Set(await host.listFiles(folder));
    listed.set(folder, names);
    if (names.has(fileName(uri))) continue;
    problems.push({
      severity: 'warning',
      code: 'missing-file',
      message: `There is no file "${path}" beside this document.`,
      range: { start, end },
    });
  }
  return problems;
}
