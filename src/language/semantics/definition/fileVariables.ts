/**
 * Definitions of variables in a file: the lines `@name = value`, above a request and right below its body. Offsets
 * are those of the node. What a name means where several define it is decided when it is looked up.
 */
import type { FileVariableNode, TextNode } from '../../syntax/index.ts';
import type { Words } from './defineBlock.ts';
import type { FileVariable } from './definition.ts';

export function variableOf(node: FileVariableNode, words: Words): FileVariable {
  return {
    name: words(node.nameStart, node.nameEnd),
    value: unescape(words(node.valueStart, node.valueEnd)),
    line: node.line + 1,
    range: { start: node.nameStart - 1, end: Math.max(node.nameEnd, node.valueEnd) },
    nameRange: { start: node.nameStart, end: node.nameEnd },
    valueRange: { start: node.valueStart, end: node.valueEnd },
  };
}

/**
 * `@token = {{login.response.body.token}}` right below a body, with no separator between: REST Client sends the line
 * and defines the variable, which is what its author wanted.
 */
export function variableInBody({ start, end, line }: TextNode, words: Words): FileVariable {
  const text = words(start, end);
  const [, before = '', name = '', equals = '', value = ''] =
    /^(\s*@)([^\s:=]+)(\s*:?=\s*)(.*?)\s*$/s.exec(text) ?? [];
  const nameStart = start + before.length;
  const valueStart = nameStart + name.length + equals.length;
  const valueEnd = valueStart + value.length;
  return {
    name,
    value: unescape(value),
    line: line + 1,
    range: { start: nameStart - 1, end: valueEnd },
    nameRange: { start: nameStart, end: nameStart + name.length },
    valueRange: { start: valueStart, end: valueEnd },
  };
}

/** `\n`, `\r` and `\t` in a variable's value (REST Client). */
function unescape(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('\\t', '\t');
}
