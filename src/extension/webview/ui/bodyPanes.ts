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
}

export function createBodyPanes(context: ViewContext, options: BodyPanesOptions): BodyPanes {
  const { t } = context.texts;
  const { onError, onMove } = options;
  const code = createCodeHost(context, {
    label: t('responseBody'),
    testId: 'body',
    readOnly: true,
    onCaret: options.onCaret,
  });
  const table = createTableView(context, { onPlace: options.onCell });
  const picture = createImageView(context.texts);
  const frame = createHtmlFrame(t('responseBody'), t('static'));
  const pages = createPageView(context, { onError, onMove, onChoose: (line) => find.choose(line) });
  const hex = createHexPages(context, { onError, onMove });
  const find = createPageFind(context, pages, options.exchangeId);
  const goTo = createGoToBox(context, {
    length: options.length,
    onGo: go,
    onClose: () => (shown === 'hex' ? hex : pages).focus(),
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

  function go(place: Place): void {
    if ('line' in place) pages.goToLine(place.line);
    else if (shown === 'hex') hex.goToOffset(place.offset);
    else pages.goToOffset(place.offset).catch(onError);
  }

  return {
    elements: [find.element, goTo.element, ...Object.values(views)],
    code,
    table,
    picture,
    frame,
    show: (pane) => {
      if (pane !== 'picture') picture.clear();
      if (pane !== 'frame') frame.clear();
      if (pane !== 'pages') find.close();
      if (pane !== 'table') table.clear();
      goTo.close();
      showOnly(pane);
    },
    update: (source, follow) => {
      if (shown === 'pages') pages.update(source, follow);
      if (shown === 'hex') hex.update(source, follow);
    },
    search: (progress) => find.progress(progress),
    perform: (action) => {
      if (action === 'find' && shown === 'table') table.find();
      if (action === 'goTo' && (shown === 'pages' || shown === 'hex')) goTo.open(shown === 'pages');
      if (shown !== 'pages') return;
      if (action === 'find') find.open();
      if (action === 'findNext' || action === 'findPrevious') find.step(action === 'findPrevious');
    },
    clear: () => {
      find.close();
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
