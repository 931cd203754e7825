/**
 * The parts of a received body that a path selects: JSONPath (RFC 9535) in JSON, XPath 1.0 in XML. What is shown of JSON are
 * stretches of its own text, so that no number loses a digit and no key its place. Bodies come in whole, so only those
 * are filtered that an editor shows whole.
 */
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { loadPathFinder } from '../../../language/semantics/index.ts';

export interface FilteredBody {
  /** JSON: an array of the matches. XML: the matches, one below the other. */
  readonly text: string;
  /** Matches in all, and of these in `text`. */
  readonly count: number;
  readonly shown: number;
}

export interface BodyFilter {
  /** Throws a sentence for a path that is none. */
  find(path: string): Promise<FilteredBody>;
}

/** Most characters of an answer. */
const maxText = 100_000;

/** Reads the text once; throws a sentence when it is not what its language says. */
export async function createBodyFilter(text: string, language: 'json' | 'xml'): Promise<BodyFilter> {
  return language === 'json' ? createJsonFilter(text) : createXmlFilter(text);
}

async function createJsonFilter(text: string): Promise<BodyFilter> {
  const find = await loadPathFinder('json');
  const json: unknown = JSON.parse(text);
  const tree = parseTree(text);
  return {
    find: (path) => {
      const places = find(path, json);
      const matches = places.map((place) => () => {
        const node = tree && nodeAt(tree, place);
        return node === undefined ? 'null' : text.slice(node.offset, node.offset + node.length);
      });
      const { shown, parts } = fitting(matches);
      return Promise.resolve({ text: `[${parts.join(',')}]`, count: places.length, shown });
    },
  };
}

async function createXmlFilter(text: string): Promise<BodyFilter> {
  const find = await loadPathFinder('xml');
  return {
    find: (path) => {
      const found = find(path, text);
      const { shown, parts } = fitting(found.map((one) => () => one));
      return Promise.resolve({ text: parts.join('\n'), count: found.length, shown });
    },
  };
}

/** Of a key that occurs twice the last one counts, as for every reader of JSON. */
function nodeAt(tree: Node, place: readonly (string | number)[]): Node | undefined {
  let node: Node | undefined = tree;
  for (const step of place) {
    if (node === undefined) return undefined;
    node =
      typeof step === 'number'
        ? findNodeAtLocation(node, [step])
        : node.children?.findLast(({ children }) => children?.[0]?.value === step)?.children?.[1];
  }
  return node;
}

/** As many as fit; the first one always, cut to nothing when it is too long by itself. */
function fitting(matches: readonly (() => string)[]): {
  readonly shown: number;
  readonly parts: readonly string[];
} {
  const parts: string[] = [];
  let left = maxText;
  for (const match of matches) {
    const part = match();
    left -= part.length + 1;
    if (left < 0) break;
    parts.push(part);
  }
  return { shown: parts.length, parts };
}
