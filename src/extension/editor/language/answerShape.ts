/**
 * The shape of an answer for the language server: names of members, headers and cookies without any value, so that
 * no secret leaves the window. Bounded, whatever a server answers. Reads no more than one small body.
 */
import type { AnswerShape, JsonShape } from '../../../language/protocol.ts';
import type { Exchange } from '../../runner/index.ts';

/** Larger bodies are not looked into. */
const largestBody = 2 * 1024 * 1024;
const mostMembers = 1500;
const deepest = 12;
const comparedItems = 20;

/** Undefined for an exchange without an answer. Never rejects. */
export async function answerShape({ response, body }: Exchange): Promise<AnswerShape | undefined> {
  if (response === undefined) return undefined;
  const names = new Map([...response.headers].map(([name]) => [name.toLowerCase(), name]));
  const shape: AnswerShape = {
    headers: [...names.values()].slice(0, 200),
    cookies: [...new Set(response.cookies.map(({ name }) => name))].slice(0, 200),
  };
  const isText = body?.complete === true && body.length > 0 && body.length <= largestBody;
  if (!isText || !/json/i.test(response.headers.get('content-type') ?? '')) return shape;
  try {
    const bytes = await body.read(0, body.length);
    return { ...shape, body: jsonShape(JSON.parse(new TextDecoder().decode(bytes))) };
  } catch {
    // What does not parse has no members to offer.
    return shape;
  }
}

/** Of the first items and members only, when there are many. */
export function jsonShape(value: unknown): JsonShape {
  return shapeOf(value, 0, { members: mostMembers });
}

function shapeOf(value: unknown, depth: number, left: { members: number }): JsonShape {
  if (value === null) return { type: 'null' };
  if (Array.isArray(value)) {
    const { length } = value;
    if (length === 0 || depth >= deepest) return { type: 'array', length };
    const items = value.slice(0, comparedItems).map((item: unknown) => shapeOf(item, depth + 1, left));
    return { type: 'array', length, item: items.reduce(merge) };
  }
  if (typeof value === 'object') {
    if (depth >= deepest) return { type: 'object' };
    const members: (readonly [string, JsonShape])[] = [];
    for (const [name, member] of Object.entries(value)) {
      left.members -= 1;
      if (left.members < 0) break;
      members.push([name, shapeOf(member, depth + 1, left)]);
    }
    return { type: 'object', members };
  }
  if (typeof value === 'number') return { type: 'number' };
  return { type: typeof value === 'boolean' ? 'boolean' : 'string' };
}

/** All members that one or the other has; of two kinds the first counts. */
function merge(one: JsonShape, other: JsonShape): JsonShape {
  if (one.members === undefined || other.members === undefined) return one.type === 'null' ? other : one;
  const members = new Map(one.members);
  for (const [name, shape] of other.members) {
    const known = members.get(name);
    members.set(name, known === undefined ? shape : merge(known, shape));
  }
  return { type: 'object', members: [...members] };
}
