/** `prepare`: the exact requests that would be sent, unsent, for people or as one JSON object a line. */
import type { RequestDefinition } from '../../language/semantics/index.ts';
import { RequestException } from '../http/index.ts';
import { blockingVariables, prepareExchange, unresolvedSentence } from '../runner/index.ts';
import type { Command } from './args.ts';
import type { ExitCode } from './exitCodes.ts';
import { exitCodes } from './exitCodes.ts';
import { hideSecrets } from './hideSecrets.ts';
import { preparedJson } from './json.ts';
import type { RequestFile } from './requestFile.ts';
import { readRequestFile, refuseBroken, selectRequests } from './requestFile.ts';
import type { RunContext } from './runContext.ts';
import { createRunContext } from './runContext.ts';
import type { Terminal } from './terminal.ts';
import { failureLine, printRequest } from './transcript.ts';

/** Rejects with CommandError when nothing can be prepared at all. */
export async function prepare(command: Command, terminal: Terminal): Promise<ExitCode> {
  const [shown = ''] = command.files;
  const file = readRequestFile(shown, command.dialect);
  const chosen = selectRequests(file, command.selection);
  refuseBroken(file, chosen);
  const context = await createRunContext(file, command);
  for (const warning of context.warnings) terminal.complain(warning);
  try {
    let code: ExitCode = exitCodes.ok;
    for (const definition of chosen) {
      if (!(await prepareOne(definition, { file, context, command, terminal }))) code = exitCodes.failed;
    }
    return code;
  } finally {
    await context.close();
  }
}

interface Work {
  readonly file: RequestFile;
  readonly context: RunContext;
  readonly command: Command;
  readonly terminal: Terminal;
}

/** False when it could not be sent as it is. */
async function prepareOne(definition: RequestDefinition, work: Work): Promise<boolean> {
  const { file, context, command, terminal } = work;
  try {
    const prepared = await prepareExchange(definition, context.prepare);
    hideSecrets(terminal, prepared.secrets);
    for (const warning of prepared.warnings) terminal.complain(warning);
    if (command.json) terminal.json(await preparedJson(prepared.exchange));
    else await printRequest(prepared.exchange, terminal);
    const blocking = blockingVariables(prepared.unresolved);
    for (const use of blocking) terminal.complain(`${use.code}: ${unresolvedSentence(use, file.shown)}`);
    return blocking.length === 0;
  } catch (error) {
    if (!(error instanceof RequestException)) throw error;
    terminal.complain(failureLine(error, `${file.shown}:${definition.line}`));
    return false;
  }
}
