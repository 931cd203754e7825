/**
 * What somebody typed to see only some of the events: words that all have to occur, in any case of letters, and
 * `type:` or `id:` before a word that is meant for that field alone. Pure; whoever has the events asks it.
 */
import type { ParsedEvent } from './eventParser.ts';

export type EventFilter = (event: Pick<ParsedEvent, 'kind' | 'type' | 'id' | 'data'>) => boolean;

/** Undefined when the text asks for nothing, so that every event is shown. */
export function parseEventFilter(text: string): EventFilter | undefined {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word): EventFilter => {
      const [, field, wanted] = /^(type|event|id):(.*)$/s.exec(word) ?? [];
      if (field === undefined || wanted === undefined) {
        return ({ type, id, data }) => [data, type, id].some((part) => part.toLowerCase().includes(word));
      }
      const part = field === 'id' ? 'id' : 'type';
      return (event) => event.kind === 'event' && event[part].toLowerCase().startsWith(wanted);
    });
  return words.length === 0 ? undefined : (event) => words.every((matches) => matches(event));
}
