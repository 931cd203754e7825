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

interface XmlNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly childNodes?: { toString(): string };
}
