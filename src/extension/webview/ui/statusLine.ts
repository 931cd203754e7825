/**
 * The second row of the panel in words: one shape, one tone and a few short parts for each state. Pure, so that every
 * state's text is tested without a page.
 */
import type { ExchangeSnapshot, ResponseView } from '../protocol.ts';
import type { PageStringKey } from '../strings.ts';
import type { IconName } from './icons.ts';
import { elapsedAt, type PageState } from './state.ts';
import type { Texts } from './text.ts';

export type Tone = 'neutral' | 'running' | 'pass' | 'redirect' | 'warn' | 'fail';

export interface StatusLine {
  /** A codicon's name: the shape says the outcome without colour. */
  readonly icon: IconName;
  readonly tone: Tone;
  /** `200 OK`: what stands out. */
  readonly headline: string;
  /** What follows, most important first. */
  readonly parts: readonly string[];
}

const phases: Readonly<Record<string, PageStringKey>> = {
  queue: 'phaseQueue',
  dns: 'phaseDns',
  connect: 'phaseConnect',
  tls: 'phaseTls',
  upload: 'phaseUpload',
  wait: 'phaseWait',
  headers: 'phaseHeaders',
  body: 'phaseBody',
  decode: 'phaseDecode',
  save: 'phaseSave',
  script: 'phaseScript',
};

export function statusLine(state: PageState, now: number, texts: Texts): StatusLine {
  const { snapshot } = state;
  if (snapshot === undefined || snapshot.state === 'idle') {
    return { icon: 'circle-outline', tone: 'neutral', headline: texts.t('notSent'), parts: [] };
  }
  const elapsed = elapsedAt(state, now);
  const time = elapsed === undefined ? [] : [texts.duration(elapsed)];
  switch (snapshot.state) {
    case 'pending':
      return {
        icon: 'watch',
        tone: 'running',
        headline: capitalised(pendingText(snapshot, texts)),
        parts: [timeOfLimit(elapsed, snapshot.limit, texts)].filter((part) => part !== ''),
      };
    case 'streaming':
      return {
        icon: 'arrow-down',
        tone: 'running',
        headline: statusText(snapshot.response),
        parts: [
          snapshot.expected === undefined
            ? texts.t('receiving', texts.size(snapshot.received))
            : texts.t('receivingOf', texts.size(snapshot.received), texts.size(snapshot.expected)),
          ...(state.speed === undefined ? [] : [texts.t('perSecond', texts.size(state.speed))]),
          ...time,
        ],
      };
    case 'done':
      return { ...outcome(snapshot), parts: [...time, sizeText(snapshot, texts), ...lookText(state, texts)] };
    case 'empty':
      return { ...outcome(snapshot), parts: [...time, texts.t(emptyKey(snapshot))] };
    case 'cancelled':
      return {
        icon: 'circle-slash',
        tone: 'neutral',
        headline: elapsed === undefined ? texts.t('cancelled') : texts.t('cancelledAfter', ...time),
        parts: snapshot.response === undefined ? [] : [texts.t('kept', texts.size(snapshot.received))],
      };
    case 'interrupted':
      return {
        icon: 'debug-disconnect',
        tone: 'neutral',
        headline: texts.t('interrupted'),
        parts: snapshot.response === undefined ? [] : [statusText(snapshot.response)],
      };
    case 'evicted':
      return { ...outcome(snapshot), parts: [...time, texts.t('evicted')] };
    case 'offline':
      return {
        icon: 'error',
        tone: 'fail',
        headline: offlineText(snapshot, texts),
        parts: [snapshot.failure?.name ?? texts.t('failed'), ...failureParts(snapshot, texts), ...time],
      };
    case 'failed':
      return {
        icon: 'error',
        tone: 'fail',
        headline: snapshot.failure?.name ?? texts.t('failed'),
        parts: [...failureParts(snapshot, texts), ...time],
      };
  }
}

/** No network, and from where, when that is not the computer in front of the person. */
export function offlineText({ sentFrom }: ExchangeSnapshot, { t }: Texts): string {
  return sentFrom === undefined ? t('offline') : t('offlineFrom', sentFrom);
}

/** `200 OK`; the status alone when the server gave no reason. */
export function statusText(response: ResponseView | undefined): string {
  if (response === undefined) return '';
  return response.reason === '' ? String(response.status) : `${String(response.status)} ${response.reason}`;
}

/** Which of the three ways to have no body this is: withheld by rule, none, or an empty one. */
export function emptyKey(snapshot: ExchangeSnapshot): 'withheldBody' | 'noBody' | 'emptyBody' {
  const status = snapshot.response?.status ?? 0;
  if (snapshot.prepared.method.toUpperCase() === 'HEAD') return 'withheldBody';
  return status === 204 || status === 304 || status < 200 ? 'noBody' : 'emptyBody';
}

/** The phase, and how much of the body has left in that of sending it. */
function pendingText({ phase, uploaded }: ExchangeSnapshot, texts: Texts): string {
  const words = phaseText(phase, texts);
  return uploaded === undefined ? words : texts.t('uploadPercent', words, uploaded);
}

export function phaseText(phase: string, texts: Texts): string {
  const key = Object.hasOwn(phases, phase) ? phases[phase] : undefined;
  return key === undefined ? phase : texts.t(key);
}

export function toneOf(status: number): Tone {
  if (status >= 500) return 'fail';
  if (status >= 400) return 'warn';
  if (status >= 300) return 'redirect';
  return 'pass';
}

function outcome(snapshot: ExchangeSnapshot): Pick<StatusLine, 'icon' | 'tone' | 'headline'> {
  const tone = toneOf(snapshot.response?.status ?? 0);
  const icon = { pass: 'pass', redirect: 'arrow-circle-right', warn: 'warning', fail: 'error' } as const;
  return {
    icon: tone === 'neutral' || tone === 'running' ? 'pass' : icon[tone],
    tone,
    headline: statusText(snapshot.response),
  };
}

function sizeText(snapshot: ExchangeSnapshot, texts: Texts): string {
  const size = texts.size(snapshot.received);
  return snapshot.receivedRaw === undefined || snapshot.receivedRaw === snapshot.received
    ? size
    : texts.t('encodedSize', size, texts.size(snapshot.receivedRaw));
}

function lookText({ snapshot, shownAs }: PageState, { t }: Texts): string[] {
  const mediaType = snapshot?.response?.mediaType ?? '';
  if (shownAs === 'huge') return [t('pageView')];
  return shownAs === 'binary' && mediaType !== '' ? [mediaType] : [];
}

function timeOfLimit(elapsed: number | undefined, limit: number | undefined, texts: Texts): string {
  if (elapsed === undefined) return '';
  const time = texts.duration(elapsed);
  if (limit === undefined) return time;
  return texts.t('ofLimit', time, limitText(limit, texts));
}

/** A limit is a round number that somebody chose; a running time is not. */
export function limitText(limit: number, texts: Texts): string {
  return limit % 1000 === 0 ? `${texts.number(limit / 1000)} s` : texts.duration(limit);
}

function failureParts(snapshot: ExchangeSnapshot, texts: Texts): string[] {
  const { response, failure } = snapshot;
  if (response === undefined) return failure === undefined ? [] : [phaseText(failure.phase, texts)];
  const received = texts.size(snapshot.received);
  return [
    statusText(response),
    snapshot.expected === undefined
      ? texts.t('kept', received)
      : texts.t('ofLimit', received, texts.size(snapshot.expected)),
  ];
}

function capitalised(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}
