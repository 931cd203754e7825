import { assert, constantFrom, array, asyncProperty, nat } from 'fast-check';
import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { open } from '../../support/memoryHost.ts';

const pieces = constantFrom(
  ...[
    '### ',
    '### login\n',
    '# @name login\n',
    '# @prompt a b\n',
    '@a = {{b}}\n',
    '@b={{a}}\n',
    'GET ',
    'POST ',
  ],
  ...[
    'https://example.com/',
    '{{a}}',
    '{{login.response.body.$.x}}',
    '{{$guid}}',
    '{{',
    '}}',
    '\n',
    '\r\n',
    ' ',
  ],
  ...[
    'Content-Type: application/json\n',
    'X-Request-Type: GraphQL\n',
    '# @schema ./a.json\n',
    'A: b\n',
    '\n{\n',
    'query A($b: C) { d(e: ',
    '"$schema": "./a.json",\n',
    '"a": [\n',
    ']\n',
    '}\n',
    '< ./main.http\n',
    '< ',
  ],
  ...[
    '> {%\n',
    '%}\n',
    '--b\n',
    '--b--\n',
    'import x.http\n',
    'run #login\n',
    '?? status == 200\n',
    '😀',
    'é',
    '@',
  ],
);
const texts = array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));

it('answers every question about any text, at any place', async () => {
  await assert(
    asyncProperty(texts, nat(), async (text, seed) => {
      const { service, document } = open(text);
      const position = document.positionAt(seed % (text.length + 1));
      const problems = await service.diagnostics(document);
      for (const { range } of problems) expect(document.offsetAt(range.end)).toBeLessThanOrEqual(text.length);
      const all = { start: document.positionAt(0), end: document.positionAt(text.length) };
      service.codeActions(document, problems, { start: position, end: position });
      service.codeActions(document, problems, all);
      service.selectionRanges(document, [position]);
      await service.inlayHints(document, all);
      await service.format(document, { tabSize: 2, insertSpaces: true }, all);
      service.formatOnType(document, position);
      service.requests(document);
      for (const { name } of service.documentSymbols(document)) expect(name.trim()).not.toBe('');
      for (const { startLine, endLine } of service.foldingRanges(document)) {
        expect(startLine).toBeLessThan(endLine);
        expect(endLine).toBeLessThan(document.lineCount);
      }
      expect(service.semanticTokens(document).data.every((number) => number >= 0)).toBe(true);
      service.documentLinks(document);
      await service.hover(document, position);
      await service.completion(document, position);
      await service.references(document, position, true);
      await service.rename(document, position, 'other');
    }),
    { numRuns: 150 },
  );
});

it('says the same after an edit as about a text it never saw', async () => {
  await assert(
    asyncProperty(texts, texts, nat(), async (before, inserted, seed) => {
      const { service, document } = open(before);
      service.requests(document);
      service.foldingRanges(document);
      await service.diagnostics(document);
      const at = document.positionAt(seed % (before.length + 1));
      const edited = TextDocument.update(document, [{ range: { start: at, end: at }, text: inserted }], 2);
      const fresh = open(before).service;
      const copy = TextDocument.create(edited.uri, 'http', 1, edited.getText());
      expect(await service.diagnostics(edited)).toEqual(await fresh.diagnostics(copy));
      expect(service.requests(edited)).toEqual(fresh.requests(copy));
      expect(service.semanticTokens(edited)).toEqual(fresh.semanticTokens(copy));
      expect(service.foldingRanges(edited)).toEqual(fresh.foldingRanges(copy));
    }),
    { numRuns: 150 },
  );
});
