/**
 * Findings in bodies of other languages that need more than the text: JSON against its schema. Bodies that name no
 * schema cost nothing; what was found in a body is kept while neither it nor its schema changes.
 */
import type { Problem, TextRange } from '../../semantics/index.ts';
import { createBlockMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Workspace } from '../workspace.ts';
import { eachJsonWithSchema, type EmbeddedJson } from './jsonBodies.ts';
import type { JsonFinding, JsonHelp } from './jsonLanguage.ts';

export async function embeddedProblems(
  document: ParsedDocument,
  workspace: Workspace,
): Promise<readonly Problem[]> {
  const bodies: { readonly json: EmbeddedJson; readonly index: number }[] = [];
  eachJsonWithSchema(document, (json, index) => bodies.push({ json, index }));
  const problems: Problem[] = [];
  for (const { json, index } of bodies) {
    const help = await workspace.json.helpFor(document.uri, json);
    const kept = keptFindings.at(document, index);
    if (kept.help !== help) {
      kept.findings = await help.findings(document.uri, json);
      kept.help = help;
    }
    for (const finding of kept.findings) problems.push(problemOf(finding, json));
  }
  return problems;
}

interface KeptFindings {
  help: JsonHelp | undefined;
  findings: readonly JsonFinding[];
}

const keptFindings = createBlockMemo((): KeptFindings => ({ help: undefined, findings: [] }));

function problemOf({ kind, message, range }: JsonFinding, { start, schemaPath }: EmbeddedJson): Problem {
  const place: TextRange = { start: start + range.start, end: start + range.end };
  switch (kind) {
    case 'schema':
      return { severity: 'warning', code: 'bad-schema', message, range: schemaPath?.range ?? place };
    case 'deprecated':
      return { severity: 'hint', code: 'json-deprecated', message, range: place };
    case 'mismatch':
      return { severity: 'warning', code: 'json-schema', message, range: place };
  }
}
