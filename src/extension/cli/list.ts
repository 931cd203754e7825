/** `list`: what the parser understood of each file, as JSON or as a table for people. Sends and resolves nothing. */
import type { RequestDefinition } from '../../language/semantics/index.ts';
import type { Command } from './args.ts';
import type { ExitCode } from './exitCodes.ts';
import { exitCodes } from './exitCodes.ts';
import type { RequestFile } from './requestFile.ts';
import { readRequestFile } from './requestFile.ts';
import type { Terminal } from './terminal.ts';

/** Throws CommandError when a file cannot be read; problems in a file are part of the list. */
export function list(command: Command, terminal: Terminal): ExitCode {
  const files = command.files.map((shown) => readRequestFile(shown, command.dialect));
  if (command.json) terminal.json(files.map(fileJson), 2);
  else for (const file of files) printFile(file, terminal);
  return exitCodes.ok;
}

/** One file as `list --json` prints it. */
export function fileJson({ shown, definition, problems }: RequestFile): object {
  return {
    file: shown,
    dialect: definition.dialect,
    requests: definition.requests.map(requestJson),
    variables: definition.variables.map(({ name, value, line }) => ({ name, value, line })),
    diagnostics: problems.map(({ severity, code, message, line, column }) => ({
      severity,
      code,
      message,
      line,
      column,
    })),
  };
}

function requestJson(request: RequestDefinition): object {
  const { name, title, method, url, line, body, directives } = request;
  return {
    name: name ?? null,
    title: title ?? null,
    method,
    url,
    line,
    body: body.kind,
    directives: directives.map((directive) => ({
      name: directive.name,
      value: directive.value,
      line: directive.line,
    })),
  };
}

function printFile({ shown, definition, problems }: RequestFile, terminal: Terminal): void {
  const { safe, styled } = terminal;
  const { requests } = definition;
  const count = requests.length === 1 ? '1 request' : `${requests.length} requests`;
  terminal.line(`${styled('bold', safe(shown))}  ${count}, ${definition.dialect}`);
  const width = Math.max(0, ...requests.map(({ line }) => String(line).length));
  for (const { line, method, url, name, title } of requests) {
    const called = name ?? title;
    const label = called === undefined ? '' : `  ${styled('dim', safe(called))}`;
    const number = styled('dim', String(line).padStart(width));
    terminal.line(`  ${number}  ${styled('cyan', safe(method))} ${safe(url)}${label}`);
  }
  for (const { line, column, severity, message } of problems) {
    const style = severity === 'error' ? 'red' : 'yellow';
    terminal.line(`  ${line}:${column} ${styled(style, severity)} ${safe(message)}`);
  }
}
