/**
 * XPath 1.0 over the text of an XML document. A file of its own, because what it imports takes longer to load than
 * all else that an .http file needs; it is loaded only when a body is XML.
 */
import { DOMParser } from '@xmldom/xmldom';
import { select } from '#xpath';
import type { ExchangeValue } from './pathReaders.ts';

/** The first match as text: an element's children as XML, the value of anything else. Never throws. */
export function readXml(path: string, body: string): ExchangeValue {
  let document: unknown;
  try {
    document = new DOMParser({ onError: () => undefined }).parseFromString(body, 'text/xml');
  } catch {
    return { reason: 'the body is not XML' };
  }
  let found: unknown;
  try {
    found = select(path, document);
  } catch {
    return { reason: `"${path}" is no XPath` };
  }
  if (!Array.isArray(found)) return { value: String(found) };
  const [node] = found as readonly XmlNode[];
  if (node === undefined) return { reason: `nothing in the body is at ${path}` };
  if (node.nodeType !== 1) return { value: node.nodeValue ?? node.textContent ?? '' };
  return { value: String(node.childNodes ?? '') };
}

/** Every match as XML, in order: elements whole, anything else by its value. Throws for what is no XML or no XPath. */
export function findInXml(path: string, body: string): readonly string[] {
  const onError = (level: string, message: string): void => {
    if (level !== 'warning') throw new SyntaxError(message);
  };
  const found: unknown = select(path, new DOMParser({ onError }).parseFromString(body, 'text/xml'));
  if (!Array.isArray(found)) return [String(found)];
  return (found as readonly XmlNode[]).map((node) =>
    node.nodeType === 1 ? String(node) : (node.nodeValue ?? node.textContent ?? ''),
  );
}

interface XmlNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly childNodes?: { toString(): string };
  /** As XML. */
  toString(): string;
}
