/**
 * Colours and folding for XML and HTML, from CodeMirror's grammars alone: its ready-made languages bring completion, and
 * HTML's the whole of JavaScript and CSS, which are a third of the page for scripts inside of answers.
 */
import { LRLanguage, foldInside, foldNodeProp, type Language } from '@codemirror/language';
import { parser as htmlParser } from '@lezer/html';
import { parser as xmlParser } from '@lezer/xml';

const folding = { props: [foldNodeProp.add({ Element: foldInside })] };

export const xmlLanguage: Language = LRLanguage.define({ name: 'xml', parser: xmlParser.configure(folding) });

export const htmlLanguage: Language = LRLanguage.define({
  name: 'html',
  parser: htmlParser.configure(folding),
});
