/**
 * What a person should know before sending: the findings of semantics, variables that nothing defines, and
 * files that are not there. Errors are only for what cannot be sent.
 */
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver-types';
import type { Problem } from '../../semantics/index.ts';
import type { ParsedDocument } from '../documents.ts';
import { embeddedProblems } from '../embedded/embeddedProblems.ts';
import type { LanguageServiceHost } from '../host.ts';
import type { ImportedFiles } from '../imports.ts';
import { namesIn, namesUsed, type NameOccurrence } from '../names.ts';
import { fileName, folderOf, resolvePath } from '../uris.ts';
import { variableTable, type VariableTable } from '../variables.ts';
import type { Workspace } from '../workspace.ts';
import { dialectProblems } from './dialectProblems.ts';
import { dynamicProblems } from './dynamicProblems.ts';
import { hostProblems } from './hostProblems.ts';
import { pathsIn } from './documentLinks.ts';
import { pathProblems } from './pathProblems.ts';
import { runProblems } from './runProblems.ts';
import { variableProblems } from './variableProblems.ts';

export const diagnosticSource = 'http';

export async function diagnostics(document: ParsedDocument, workspace: Workspace): Promise<Diagnostic[]> {
  const table = await variableTable(document, workspace);
  const problems = [
    ...document.file.problems,
    ...undefinedVariables(document, table),
    ...unknownRequests(document, table),
    ...dynamicProblems(document, table),
    ...hostProblems(document, table),
    ...importCycles(table.imported),
    ...(await pathProblems(document)),
    ...(await runProblems(document, workspace)),
    ...(await missingFiles(document, workspace.host)),
    ...(await variableProblems(document, table, workspace)),
    ...(await dialectProblems(document, workspace.host)),
    ...(await embeddedProblems(document, workspace)),
  ];
  return mostSevere(problems).map(({ severity, code, message, range }) => ({
    range: document.range(range.start, endOfLine(document.text, range)),
    severity: severities[severity],
    code,
    source: diagnosticSource,
    message,
    ...(code === 'unused-variable' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  }));
}

/** VS Code shows as many of a file; a machine's file may have a million, which would take long to send. */
const mostShown = 1000;

/** The worst ones of too many, each kind from the top of the file on. */
function mostSevere(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostShown) return problems;
  const shown: Problem[] = [];
  for (const severity of ['error', 'warning', 'information', 'hint'] as const) {
    for (const problem of problems) {
      if (shown.length === mostShown) return shown;
      if (problem.severity === severity) shown.push(problem);
    }
  }
  return shown;
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

function undefinedVariables(document: ParsedDocument, table: VariableTable): readonly Problem[] {
  // A file that cannot be read may define anything.
  if (!table.imported.isComplete) return [];
  const missing = new Map<string, string>();
  for (const name of namesUsed(document).variables) {
    if (!identifier.test(name) || table.defines(name)) continue;
    // httpYac's path into an answer, of a request that is imported.
    const [first = ''] = name.split('.', 1);
    if (first !== name && table.hasRequest(first)) continue;
    missing.set(name, whyUndefined(name, table));
  }
  return placesOf(document, 'variable', missing, 'unresolved-variable');
}

/** A problem for each use of a name that has a message. */
function placesOf(
  document: ParsedDocument,
  kind: NameOccurrence['kind'],
  messages: ReadonlyMap<string, string>,
  code: string,
): readonly Problem[] {
  if (messages.size === 0) return [];
  return namesIn(document).flatMap((name) => {
    const message = name.kind === kind && name.role === 'use' ? messages.get(name.name) : undefined;
    if (message === undefined) return [];
    return { severity: 'warning', code, message, range: { start: name.start, end: name.end } };
  });
}

/** A file of environments that cannot be read whole may be why. */
function whyUndefined(name: string, table: VariableTable): string {
  const [fault] = table.faults;
  const why = reasonOf(name, table);
  return fault === undefined
    ? why
    : `${why} ${fault.origin}:${fault.line}:${fault.column} has a fault: ${fault.message}`;
}

function reasonOf(name: string, table: VariableTable): string {
  const { environmentName, imported } = table;
  const importsNothing = imported.documents.length === 0;
  if (environmentName !== undefined) {
    const here = importsNothing ? 'in this file' : 'in this file, in the files it imports';
    return `"${name}" is not defined ${here} or in the environment ${environmentName}.`;
  }
  const elsewhere = table.environmentsWith(name);
  if (elsewhere.length > 0) {
    return `"${name}" is defined in ${elsewhere.join(', ')}, but no environment is chosen.`;
  }
  return importsNothing
    ? `"${name}" is not defined in this file.`
    : `"${name}" is not defined in this file or in the files it imports.`;
}

function unknownRequests(document: ParsedDocument, table: VariableTable): readonly Problem[] {
  const { isComplete, documents } = table.imported;
  if (!isComplete) return [];
  const where = documents.length === 0 ? 'in this file' : 'in this file or in the files it imports';
  const missing = new Map<string, string>();
  for (const name of namesUsed(document).requests) {
    if (table.hasRequest(name)) continue;
    missing.set(name, `No request ${where} is named "${name}".`);
  }
  return placesOf(document, 'request', missing, 'unknown-request');
}

function importCycles({ cycles }: ImportedFiles): readonly Problem[] {
  return cycles.map(({ at: { start, end }, files }) => ({
    severity: 'warning',
    code: 'import-cycle',
    message: `The imports lead in a cycle: ${files.join(' → ')}.`,
    range: { start, end },
  }));
}

/** Anything else between braces is an expression of another tool. */
const identifier = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

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
