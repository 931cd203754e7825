/**
 * What stands above one request: the titles of its lenses and what each does. Pure. The set depends on the text
 * and on one exchange only, so lines never jump while something runs.
 */
import type { Exchange } from '../../runner/index.ts';
import {
  durationLabel,
  elapsedOf,
  isRunning,
  progressLabel,
  resultLabel,
  testsLabel,
  type Localize,
} from '../labels.ts';

export type LensAction = 'send' | 'prepare' | 'cancel' | 'sendAll' | 'showExchange';

export interface LensTitle {
  readonly action: LensAction;
  readonly title: string;
  readonly tooltip: string | undefined;
}

export interface LensContext {
  /** The newest exchange of the request that was sent; undefined when it never was. */
  readonly exchange: Exchange | undefined;
  /** Errors in the request's text. */
  readonly problems: number;
  readonly trusted: boolean;
  /** Whether the last result is shown. */
  readonly showResult: boolean;
  /** For the first request of a file with several: how many; else 0. */
  readonly all: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly t: Localize;
}

export function lensTitles(context: LensContext): readonly LensTitle[] {
  const { exchange, t } = context;
  const running = exchange !== undefined && isRunning(exchange);
  const first = running ? cancelTitle(exchange, context) : sendTitle(context);
  const prepare = prepareTitle(context);
  return [
    // What needs no question comes first where a send needs one.
    ...(context.trusted || running ? [first, prepare] : [prepare, first]),
    ...resultTitle(context),
    ...(context.all > 1
      ? [{ action: 'sendAll', title: t('Send All ({0})', context.all), tooltip: undefined } as const]
      : []),
  ];
}

function sendTitle({ trusted, t }: LensContext): LensTitle {
  return {
    action: 'send',
    title: trusted ? t('Send') : t('Send…'),
    tooltip: trusted ? undefined : t('Asks before it sends, because the folder is not trusted.'),
  };
}

function cancelTitle(exchange: Exchange, { now, t }: LensContext): LensTitle {
  const seconds = Math.floor((elapsedOf(exchange, now) ?? 0) / 1000) * 1000;
  // Whole seconds, because the text is made again once a second.
  const elapsed = seconds === 0 ? undefined : durationLabel(seconds).replace('.0', '');
  const phase = progressLabel(exchange, t);
  return {
    action: 'cancel',
    title: [t('Cancel'), elapsed === undefined ? phase : `${phase} ${elapsed}`].join(' · '),
    tooltip: undefined,
  };
}

function prepareTitle({ problems, t }: LensContext): LensTitle {
  return {
    action: 'prepare',
    title: problems === 0 ? t('Prepare') : prepareWithProblems(problems, t),
    tooltip: t('Shows the exact bytes that will go, to look at or to edit. Sends nothing.'),
  };
}

function prepareWithProblems(problems: number, t: Localize): string {
  return problems === 1 ? t('Prepare (1 problem)') : t('Prepare ({0} problems)', problems);
}

function resultTitle({ exchange, showResult, t }: LensContext): LensTitle[] {
  const title = exchange === undefined || !showResult ? undefined : resultLabel(exchange, t);
  if (title === undefined) return [];
  const tests = exchange === undefined ? undefined : testsLabel(exchange, t);
  const tooltip = exchange?.error?.message ?? t('Show the response');
  return [{ action: 'showExchange', title: tests === undefined ? title : `${title} · ${tests}`, tooltip }];
}
