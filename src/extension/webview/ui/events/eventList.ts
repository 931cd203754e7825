/**
 * The rows of events that are on the screen, of a list of any length: one element for each visible row inside of a box
 * as high as all of them. A grid for the keyboard (WAI-ARIA grid with an active row); it says where it was scrolled to
 * and which row was opened, and keeps no events.
 */
import type { EventRowView } from '../../events.ts';
import type { ViewContext } from '../actions.ts';
import { element, icon, setAttribute } from '../dom.ts';

export interface EventListEvents {
  /** The first row on the screen and how many there is room for. */
  readonly onView: (first: number, count: number) => void;
  /** A person has moved away from the end. */
  readonly onLeave: () => void;
  readonly onOpen: (row: EventRowView) => void;
}

export interface EventListContent {
  /** Rows have the places [first, end). */
  readonly first: number;
  readonly end: number;
  /** The place of the first of `rows`. */
  readonly from: number;
  readonly rows: readonly EventRowView[];
  readonly follow: boolean;
  readonly busy: boolean;
}

export interface EventList {
  readonly element: HTMLElement;
  update(content: EventListContent): void;
  /** The rows may have another size, or a place for the first time. */
  layout(): void;
  /** Puts the row of that place at the top. */
  showAt(place: number): void;
  focus(): void;
}

let lists = 0;

export function createEventList({ texts }: ViewContext, events: EventListEvents): EventList {
  const { t } = texts;
  const name = `events-${++lists}`;
  const head = element(
    'div',
    { class: 'event-row event-head', role: 'row', 'aria-rowindex': 1 },
    ...(['eventNumber', 'eventGap', 'eventType', 'eventId', 'eventData'] as const).map((key) =>
      element('span', { role: 'columnheader' }, t(key)),
    ),
  );
  const body = element('div', { class: 'event-rows', role: 'rowgroup' });
  const grid = element(
    'div',
    {
      class: 'event-grid',
      role: 'grid',
      tabindex: 0,
      'aria-label': t('events'),
      'aria-colcount': 5,
      'data-testid': 'event-grid',
    },
    element('div', { role: 'rowgroup', class: 'event-heads' }, head),
    body,
  );
  grid.dataset['group'] = 'content';

  let content: EventListContent = { first: 0, end: 0, from: 0, rows: [], follow: true, busy: false };
  let rowHeight = 0;
  /** Where the list was put by this code; anything else is a person's hand. */
  let ownTop = 0;
  let active: number | undefined;

  grid.addEventListener('scroll', () => {
    if (grid.scrollTop < ownTop - 2 && content.follow) events.onLeave();
    ownTop = grid.scrollTop;
    tellView();
  });
  grid.addEventListener('keydown', onKey);
  body.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.event-row') : null;
    const place = Number(row?.dataset['place']);
    if (row === null || !Number.isInteger(place)) return;
    moveTo(place);
    open();
  });

  function measure(): void {
    const height = head.getBoundingClientRect().height;
    if (height > 0) rowHeight = height;
  }

  function room(): number {
    return rowHeight === 0 ? 0 : Math.max(1, Math.floor((grid.clientHeight - rowHeight) / rowHeight));
  }

  function tellView(): void {
    if (rowHeight === 0) return;
    events.onView(content.first + Math.floor(grid.scrollTop / rowHeight), room() + 1);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.target !== grid || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = content.end - 1;
    const now = active ?? (content.follow ? last + 1 : firstShown() - 1);
    const page = Math.max(1, room() - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: now + 1,
      ArrowUp: now - 1,
      PageDown: now + page,
      PageUp: now - page,
      Home: content.first,
      End: last,
    };
    const to = steps[event.key];
    if (event.key === 'Enter') {
      event.preventDefault();
      open();
    } else if (to !== undefined) {
      event.preventDefault();
      moveTo(Math.min(Math.max(to, content.first), last));
    }
  }

  function firstShown(): number {
    return content.first + Math.ceil(grid.scrollTop / Math.max(1, rowHeight));
  }

  function moveTo(place: number): void {
    if (content.end <= content.first) return;
    active = place;
    if (content.follow && place < content.end - 1) events.onLeave();
    const top = (place - content.first) * rowHeight;
    const visible = grid.clientHeight - rowHeight;
    if (top < grid.scrollTop) scrollTo(top);
    else if (top + rowHeight > grid.scrollTop + visible) scrollTo(top + rowHeight - visible);
    draw();
    tellView();
  }

  function open(): void {
    const row = active === undefined ? undefined : content.rows[active - content.from];
    if (row !== undefined) events.onOpen(row);
  }

  function scrollTo(top: number): void {
    grid.scrollTop = top;
    ownTop = grid.scrollTop;
  }

  function draw(): void {
    const { first, end, from, rows } = content;
    body.style.blockSize = `${(end - first) * rowHeight}px`;
    setAttribute(grid, 'aria-rowcount', end - first + 1);
    const wanted = new Map(
      rows.flatMap((row, at): [number, EventRowView][] =>
        from + at < end && from + at >= first ? [[from + at, row]] : [],
      ),
    );
    const present = new Map<number, HTMLElement>();
    for (const one of [...body.children] as HTMLElement[]) {
      const place = Number(one.dataset['place']);
      if (wanted.get(place)?.index === Number(one.dataset['index'])) present.set(place, one);
      else one.remove();
    }
    for (const [place, row] of wanted) {
      const one = present.get(place) ?? rowElement(place, row);
      // Rows before this one may have been given up.
      one.style.insetBlockStart = `${(place - first) * rowHeight}px`;
      setAttribute(one, 'aria-rowindex', place - first + 2);
      setAttribute(one, 'aria-selected', place === active ? 'true' : 'false');
      if (!present.has(place)) body.append(one);
    }
    const isShown = active !== undefined && wanted.has(active);
    setAttribute(grid, 'aria-activedescendant', isShown ? `${name}-${active ?? ''}` : undefined);
  }

  function rowElement(place: number, row: EventRowView): HTMLElement {
    const cell = (text: string, kind: string): HTMLElement =>
      element('span', { role: 'gridcell', class: kind, dir: 'auto' }, text);
    const made = element(
      'div',
      {
        class: 'event-row',
        role: 'row',
        id: `${name}-${place}`,
        'data-testid': 'event',
        'data-kind': row.kind,
      },
      cell(row.number === undefined ? '' : texts.number(row.number), 'event-number'),
      cell(row.gap === undefined ? '' : `+${texts.duration(row.gap)}`, 'event-gap'),
      cell(row.kind === 'event' ? row.type : t(row.kind), 'event-type'),
      cell(row.kind === 'event' ? row.id : '', 'event-id'),
      cell(oneLine(row.data), 'event-data'),
    );
    made.dataset['place'] = String(place);
    made.dataset['index'] = String(row.index);
    if (row.kind !== 'event') made.prepend(icon(row.kind === 'comment' ? 'comment' : 'history'));
    return made;
  }

  return {
    element: grid,
    focus: () => grid.focus(),
    showAt: (place) => {
      scrollTo(Math.max(0, place - content.first) * rowHeight);
      tellView();
    },
    layout: () => {
      measure();
      draw();
      if (content.follow) scrollTo(grid.scrollHeight);
      tellView();
    },
    update: (next) => {
      if (rowHeight === 0) measure();
      const gone = next.first - content.first;
      content = next;
      if (active !== undefined && (active < next.first || active >= next.end)) active = undefined;
      setAttribute(grid, 'aria-busy', next.busy ? 'true' : undefined);
      draw();
      if (next.follow) scrollTo(grid.scrollHeight);
      else if (gone > 0) scrollTo(Math.max(0, grid.scrollTop - gone * rowHeight));
      ownTop = grid.scrollTop;
    },
  };
}

/** Data of several lines stays one row. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ⏎ ');
}
