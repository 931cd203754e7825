/**
 * What other layers may import of the meaning of `.http` files: definitions from a tree, environments from
 * text, and `resolve`, which fills variables. Clock, randomness and everything outside the file are arguments.
 */
export type * from './definition/definition.ts';
export { authConfiguration, type AuthConfiguration } from './auth/authConfiguration.ts';
export { authIds, authOrigin } from './auth/authIds.ts';
export { readWish, type AccountWish, type TokenWish } from './auth/tokenReference.ts';
export { tokensOf } from './auth/tokens.ts';
export { readAssertion, isHash, type Assertion, type ReadAssertion } from './asserts/assertion.ts';
export { checkAssertion, type AnswerFacts, type Verdict } from './asserts/checkAssertion.ts';
export { answersRead } from './variables/answers.ts';
export { alignedWith, define, detached, type BlockMeaning, type DefinedFile } from './definition/define.ts';
export { fillText, fillsVariables, resolve } from './resolve/resolve.ts';
export { readDialect } from './definition/dialect.ts';
export { meaningOf } from './definition/meaning.ts';
export { variableInBody } from './definition/fileVariables.ts';
export { requestText } from './definition/requestText.ts';
export { graphqlBodyOf, type GraphqlBody } from './body/graphqlBody.ts';
export { jsonBodyOf, jsonLayout, sentJsonComments, type JsonBody } from './body/jsonBody.ts';
export { isTooDeep } from './body/jsonText.ts';
export { splitTemplate, type TemplatePart } from './variables/templates.ts';
export { machine, type Clock, type Random, type ResolveScope, type SentExchange } from './variables/scope.ts';
export {
  loadPathFinder,
  loadPathReaders,
  type PathFinders,
  type PathReaders,
} from './variables/pathReaders.ts';
export {
  fillAt,
  lookup,
  promptsOf,
  referencedExchanges,
  variableCycles,
  type Lookup,
  type Prompt,
} from './variables/lookup.ts';
export { countedRounds, loopOf, readLoop, roundsOf, type Loop, type LoopRound } from './runs/loop.ts';
export {
  isPlainFile,
  planSteps,
  stepName,
  type GivenVariables,
  type PlanProblem,
  type PlanSources,
  type RunFile,
  type RunPlan,
  type RunStep,
  type RunWish,
  type StepCause,
} from './runs/planRun.ts';
export { readRunArguments, type RunArgument } from './runs/runArguments.ts';
export { insertedRequests, requestsOfCurl } from './curl/pastedCurl.ts';
export { fencedRequests, type FencedText } from './markdown/fences.ts';
export { withImports, type ImportedFile } from './definition/imports.ts';
export { findRequest, isSecretVariable, type Candidate } from './variables/variables.ts';
export type { Evaluation } from './variables/expander.ts';
export {
  environmentOf,
  environmentParts,
  noEnvironment,
  readEnvironments,
  type Environment,
  type EnvironmentCatalog,
  type EnvironmentLayer,
  type EnvironmentProblem,
  type EnvironmentSource,
  type EnvironmentVariable,
  type LayerKind,
} from './environments/environments.ts';
export {
  environmentFilesIn,
  isEnvironmentJson,
  sourceOf,
  type EnvironmentFileName,
} from './environments/environmentFiles.ts';
export {
  environmentNames,
  withEnvironmentVariable,
  type EnvironmentName,
} from './environments/environmentJson.ts';
export {
  dynamicVariables,
  isSecretName,
  isUnsupportedVariable,
  type DynamicVariable,
} from './variables/dynamicVariables.ts';
export { jsonPathFault } from './variables/exchangeValues.ts';
export { classifyReference, type ExchangePath, type ReferenceSyntax } from './variables/referenceSyntax.ts';
export { directiveKey, isDisabled, isKnownDirective, sleepOf, tagsOf } from './definition/directives.ts';
export { readAuthorization, type AuthorizationForm } from './resolve/authorization.ts';
export {
  defaultsFileName,
  readDefaultsFile,
  sharedDefaults,
  type DefaultsFile,
  type DefaultsProblem,
  type DefaultsText,
  type WrittenDefault,
  type WrittenDefaults,
} from './sessionDefaults/defaultsFile.ts';
export { defaultKeys, type DefaultValue } from './sessionDefaults/defaultKeys.ts';
export { addDefault } from './sessionDefaults/addDefault.ts';
export { mergeDefaults, sessionsIn } from './sessionDefaults/mergeDefaults.ts';
export { looksSecret } from './sessionDefaults/literalSecrets.ts';
