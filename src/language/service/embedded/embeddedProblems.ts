/**
 * Findings in bodies of other languages that need more than the text: JSON against its schema, GraphQL against its
 * grammar and its schema. Other bodies cost nothing; what was found in a body is kept while neither it nor its schema
 * changes.
 */
import type { Problem, TextRange } from '../../semantics/index.ts';
import { createBlockMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';
import type { Workspace } from '../workspace.ts';
import { eachGraphql, variablesOf, type EmbeddedGraphql } from './graphqlBodies.ts';
import type { FoundSchema } from './graphqlSchemas.ts';
import { graphqlFindings, variablesSchema, type GraphqlFinding } from './graphqlLanguage.ts';
import { eachJsonWithSchema, type EmbeddedJson } from './jsonBodies.ts';
import type { JsonFinding, JsonHelp } from './jsonLanguage.ts';

export async function embeddedProblems(
  document: ParsedDocument,
  workspace: Workspace,
): Promise<readonly Problem[]> {
  return [...(await jsonProblems(document, workspace)), ...(await graphqlProblems(document, workspace))];
}

async function jsonProblems(document: ParsedDocument, workspace: Workspace): Promise<readonly Problem[]> {
  const bodies: { readonly json: EmbeddedJson; readonly index: number }[] = [];
  eachJsonWithSchema(document, (json, index) => bodies.push({ json, index }));
  const problems: Problem[] = [];
  const helps = new Map<string | undefined, JsonHelp>();
  for (const { json, index } of bodies) {
    const path = json.schemaPath?.path;
    const help = helps.get(path) ?? (await workspace.json.helpFor(document.uri, json));
    helps.set(path, help);
    const kept = keptJson.at(document, index);
    if (kept.help !== help) {
      kept.findings = await help.findings(document.uri, json);
      kept.help = help;
    }
    for (const finding of kept.findings) problems.push(jsonProblem(finding, json));
  }
  return problems;
}

interface KeptJson {
  help: JsonHelp | undefined;
  findings: readonly JsonFinding[];
}

const keptJson = createBlockMemo((): KeptJson => ({ help: undefined, findings: [] }));

function jsonProblem({ kind, message, range }: JsonFinding, { start, schemaPath }: EmbeddedJson): Problem {
  const place = moved(range, start);
  switch (kind) {
    case 'schema':
      return { severity: 'warning', code: 'bad-schema', message, range: schemaPath?.range ?? place };
    case 'deprecated':
      return { severity: 'hint', code: 'json-deprecated', message, range: place };
    case 'mismatch':
      return { severity: 'warning', code: 'json-schema', message, range: place };
  }
}

async function graphqlProblems(document: ParsedDocument, workspace: Workspace): Promise<readonly Problem[]> {
  const bodies: { readonly body: EmbeddedGraphql; readonly index: number }[] = [];
  eachGraphql(document, (body, index) => bodies.push({ body, index }));
  const problems: Problem[] = [];
  const faults = new Map<string, Problem>();
  const schemas = new Map<string | undefined, FoundSchema | undefined>();
  for (const { body, index } of bodies) {
    const { start, schemaPath } = body;
    const path = schemaPath?.path;
    if (!schemas.has(path)) schemas.set(path, await workspace.graphql.schemaFor(document.uri, schemaPath));
    const found = schemas.get(path);
    if (found !== undefined && 'fault' in found) {
      // Without a directive it is the configuration's file, and the query is where a person sees it.
      const range = schemaPath?.range ?? { start, end: start + body.masked.length };
      const fault: Problem = { severity: 'warning', code: 'bad-schema', message: found.fault, range };
      faults.set(`${fault.message} ${schemaPath?.range.start ?? ''}`, fault);
    }
    const kept = keptGraphql.at(document, index);
    if (kept.findings === undefined || kept.found !== found) {
      const schema = found !== undefined && 'schema' in found ? found.schema : undefined;
      kept.findings = await graphqlFindings(body, schema);
      const inVariables = variablesOf(body);
      const made = schema === undefined ? undefined : await variablesSchema(body, schema);
      kept.variables =
        inVariables === undefined || made === undefined
          ? []
          : await (await workspace.json.helpBy(made)).findings(document.uri, inVariables);
      kept.found = found;
    }
    for (const finding of kept.findings) problems.push(graphqlProblem(finding, start));
    const variables = variablesOf(body);
    if (variables === undefined) continue;
    for (const finding of kept.variables) problems.push(jsonProblem(finding, variables));
  }
  return [...faults.values(), ...problems];
}

interface KeptGraphql {
  found: unknown;
  findings: readonly GraphqlFinding[] | undefined;
  variables: readonly JsonFinding[];
}

const keptGraphql = createBlockMemo((): KeptGraphql => ({
  found: undefined,
  findings: undefined,
  variables: [],
}));

function graphqlProblem({ kind, message, range }: GraphqlFinding, start: number): Problem {
  return {
    severity: 'warning',
    code: kind === 'syntax' ? 'broken-graphql' : 'graphql-schema',
    message: kind === 'syntax' ? `${message}: the query is no GraphQL and is sent as it is.` : message,
    range: moved(range, start),
  };
}

function moved({ start, end }: TextRange, offset: number): TextRange {
  return { start: offset + start, end: offset + end };
}
