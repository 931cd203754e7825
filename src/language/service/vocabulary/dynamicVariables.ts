/**
 * Finds the words about a dynamic variable, and what completion writes behind its name. Names, signatures and
 * descriptions are those of semantics, which makes the values.
 */
import { dynamicVariables, type DynamicVariable } from '../../semantics/index.ts';

/** The entry for a use such as `$randomInt 1 5`, `$env.HOME` or `$random.integer(1, 5)`; undefined for an unknown one. */
export function dynamicVariableEntry(use: string): DynamicVariable | undefined {
  const name = /^\$([A-Za-z]+(?:\.[A-Za-z]+)*)/.exec(use.trim())?.[1];
  if (name === undefined) return undefined;
  return byName.get(name) ?? byName.get(name.slice(0, name.indexOf('.')));
}

/** The whole variable as a snippet, its dollar escaped. */
export function dynamicVariableSnippet({ name }: DynamicVariable): string {
  return `\\$${name}${argumentSnippets[name] ?? ''}`;
}

const byName = new Map(dynamicVariables.map((entry) => [entry.name, entry]));

const dateFormat = ' ${1|iso8601,rfc1123,"YYYY-MM-DD"|}';
const argumentSnippets: Readonly<Record<string, string>> = {
  datetime: dateFormat,
  localDatetime: dateFormat,
  randomInt: ' ${1:0} ${2:1000}',
  'random.integer': '(${1:0}, ${2:1000})',
  'random.float': '(${1:0}, ${2:1000})',
  'random.alphabetic': '(${1:10})',
  'random.alphanumeric': '(${1:10})',
  'random.hexadecimal': '(${1:10})',
  'auth.token': '("${1:id}")',
  'auth.idToken': '("${1:id}")',
  aadToken: ' aud:${1:https://example.com}',
  aadV2Token: ' scopes:${1:https://example.com/.default}',
  githubToken: ' scopes:${1:repo}',
  processEnv: ' ${1:NAME}',
  env: '.${1:NAME}',
  dotenv: ' ${1:NAME}',
  secret: ' ${1:name}',
  shared: ' ${1:NAME}',
};
