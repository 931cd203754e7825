/** What the language service shows about a text, as text: its findings under the lines, the labels of a completion. */
import { underline } from './markers.ts';
import { open, openAtCaret } from './memoryHost.ts';

/** The text with its findings under it, but for undefined variables. */
export async function underlinedFindings(text: string): Promise<string> {
  const { service, document } = open(text);
  const found = await service.diagnostics(document);
  return underline(
    document.getText(),
    found
      .filter(({ code }) => code !== 'unresolved-variable')
      .map(({ range, code, message }) => ({
        line: range.start.line,
        start: range.start.character,
        end: range.end.character,
        label: `${String(code)}: ${message as string}`,
      })),
  );
}

/** What is offered at the caret. */
export async function completionLabels(marked: string): Promise<string[]> {
  const { service, document, position } = openAtCaret(marked);
  return (await service.completion(document, position)).items.map(({ label }) => label);
}
