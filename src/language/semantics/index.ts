/**
 * What other layers may import of the meaning of `.http` files: definitions from a tree, environments from
 * text, and `resolve`, which fills variables. Clock, randomness and everything outside the file are arguments.
 */
export type * from './definition.ts';
export { answersRead } from './answers.ts';
export { alignedWith, define, detached, type BlockMeaning, type DefinedFile } from './define.ts';
export { fillText, fillsVariables, resolve } from './resolve.ts';
export { meaningOf } from './meaning.ts';
export { requestText } from './requestText.ts';
export { jsonBodyOf, jsonLayout, sentJsonComments, type JsonBody } from './jsonBody.ts';
export { splitTemplate, type TemplatePart } from './templates.ts';
export { machine, type Clock, type Random, type ResolveScope, type SentExchange } from './scope.ts';
export { loadPathReaders, type PathReaders } from './pathReaders.ts';
export {
  lookup,
  promptsOf,
  referencedExchanges,
  variableCycles,
  type Lookup,
  type Prompt,
} from './lookup.ts';
export { withImports, type ImportedFile } from './imports.ts';
export { findRequest, type Candidate } from './variables.ts';
export type { Evaluation } from './expander.ts';
export {
  noEnvironment,
  readEnvironments,
  type Environment,
  type EnvironmentCatalog,
  type EnvironmentLayer,
  type EnvironmentProblem,
  type EnvironmentSource,
  type EnvironmentVariable,
  type LayerKind,
} from './environments.ts';
export { environmentFilesIn, sourceOf, type EnvironmentFileName } from './environmentFiles.ts';
export { environmentKeys } from './environmentJson.ts';
export { dynamicVariables, isSecretName, type DynamicVariable } from './dynamicVariables.ts';
export { classifyReference, type ExchangePath, type ReferenceSyntax } from './referenceSyntax.ts';
export { directiveKey, isKnownDirective } from './directives.ts';
export { readAuthorization, type AuthorizationForm } from './authorization.ts';
