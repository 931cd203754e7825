/**
 * The views of a received body, of which one is on screen: text, pages, hex, a picture, a still HTML page. It makes them,
 * shows one, and gives commands to it. What each shows is decided by `bodyView.ts`.
 */
import type { SearchProgress } from '../bodyPages.ts';
import type { PageAction } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import type { BodyPane } from './bodyLook.ts';
import { createGoToBox, type Place } from './bodyPages/goToBox.ts';
import { createHexPages } from './bodyPages/hexPages.ts';
import { createPageFind } from './bodyPages/pageFind.ts';
import { createPageView, type PageViewSource } from './bodyPages/pageView.ts';
import { createHtmlFrame, type HtmlFrame } from './bodyViews/htmlFrame.ts';
import { createImageView, type ImageView } from './bodyViews/imageView.ts';
import { createCodeHost, type CodeHost } from './codeHost.ts';
import { setShown } from './dom.ts';
import { createTableView, type TableView, type TableViewOptions } from './json/tableView.ts';

export interface BodyPanes {
  /** In the order in which they stand under the toolbar. */
  readonly elements: readonly HTMLElement[];
  readonly code: CodeHost;
  readonly table: TableView;
  readonly picture: ImageView;
  readonly frame: HtmlFrame;
  show(pane: BodyPane): void;
  /** More of the body has come; only the pages care. */
  update(source: PageViewSource, follow: boolean): void;
  search(progress: SearchProgress): void;
  perform(action: PageAction): void;
  /** Another body is coming. */
  clear(): void;
}

export interface BodyPanesOptions {
  readonly exchangeId: () => string | undefined;
  /** Bytes of the body. */
  readonly length: () => number;
  readonly onError: (error: unknown) => void;
  /** The user scrolled in pages, away from the end or to it. */
  readonly onMove: (atEnd: boolean) => void;
  /** The user put the caret into text. */
  readonly onCaret: (offset: number) => void;
  readonly onCell: TableViewOptions['onPlace'];
  /** The first line of text on the screen has changed, counted from 0. */
  readonly onScroll: (line: number) => void;
}

export function createBodyPanes(context: ViewContext, options: BodyPanesOptions): BodyPanes {
  const { t } = context.texts;
  const { onError, onMove } = options;
  const code = createCodeHost(context, {
    label: t('responseBody'),
    testId: 'body',
    readOnly: true,
    onCaret: options.onCaret,
    onScroll: options.onScroll,
  });
  const table = createTableView(context, { onPlace: options.onCell });
  const picture = createImageView(context.texts);
  const frame = createHtmlFrame(t('responseBody'), t('static'));
  const pages = createPageView(context, { onError, onMove, onChoose: showLine });
  const hex = createHexPages(context, { onError, onMove });
  const find = createPageFind(context, pages, options.exchangeId);
  const findHex = createPageFind(context, hex, options.exchangeId);
  const goTo = createGoToBox(context, {
    length: options.length,
    onGo: go,
    onClose: () => (({ hex, pages })[shown as string] ?? code).focus(),
  });
  const views: Readonly<Record<BodyPane, HTMLElement>> = {
    code: code.element,
    table: table.element,
    picture: picture.element,
    frame: frame.element,
    pages: pages.element,
    hex: hex.element,
  };
  let shown: BodyPane = 'code';
  showOnly('code');

  function showOnly(pane: BodyPane): void {
    shown = pane;
    for (const [name, view] of Object.entries(views)) setShown(view, name === pane);
  }

  /** One of the matching lines, among all. */
  function showLine(line: number): void {
    find.showAll();
    pages.showMatching(false);
    pages.goToLine(line);
  }

  function go(place: Place): void {
    if ('line' in place && shown === 'code') code.goToLine(place.line);
    else if ('line' in place) pages.goToLine(place.line);
    else if (shown === 'code') return;
    else if (shown === 'hex') hex.goToOffset(place.offset);
    else pages.goToOffset(place.offset).catch(onError);
  }

  return {
    elements: [find.element, findHex.element, goTo.element, ...Object.values(views)],
    code,
    table,
    picture,
    frame,
    show: (pane) => {
      if (pane !== 'picture') picture.clear();
      if (pane !== 'frame') frame.clear();
      if (pane !== 'pages') find.close();
      if (pane !== 'hex') findHex.close();
      if (pane !== 'table') table.clear();
      goTo.close();
      showOnly(pane);
    },
    update: (source, follow) => {
      if (shown === 'pages') pages.update(source, follow);
      if (shown === 'hex') hex.update(source, follow);
    },
    search: (progress) => (shown === 'hex' ? findHex : find).progress(progress),
    perform: (action) => {
      if (action === 'find' && shown === 'table') table.find();
      if (action === 'goTo' && (shown === 'pages' || shown === 'hex' || shown === 'code'))
        goTo.open(shown !== 'hex');
      if (shown === 'code' && action === 'find') code.find();
      if (shown === 'code' && action !== 'find' && action !== 'goTo')
        code.findStep(action === 'findPrevious');
      const search = shown === 'pages' ? find : shown === 'hex' ? findHex : undefined;
      if (action === 'find') search?.open();
      if (action === 'findNext' || action === 'findPrevious') search?.step(action === 'findPrevious');
    },
    clear: () => {
      find.close();
      findHex.close();
      goTo.close();
      picture.clear();
      frame.clear();
      pages.clear();
      table.clear();
      hex.clear();
      code.setText('', 'plain');
      showOnly('code');
    },
  };
}
