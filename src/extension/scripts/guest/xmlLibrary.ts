/** XML and XPath for scripts: evaluated in their own world when one first needs them. Calls nothing of ours. */
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import { select } from '#xpath';
import type { Libraries } from './xml.ts';

const libraries = (globalThis as unknown as { libraries: Libraries }).libraries;

libraries.xml = {
  DOMParser,
  XMLSerializer,
  select: (expression, node) => select(expression, node),
  parse(text, mimeType) {
    const onError = (level: string, message: string): void => {
      if (level !== 'warning') throw new SyntaxError(message);
    };
    return new DOMParser({ onError }).parseFromString(text, mimeType === 'text/html' ? mimeType : 'text/xml');
  },
};
