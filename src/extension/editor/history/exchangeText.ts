/**
 * An exchange as a text to read from top to bottom, with what is secret crossed out: for screen readers, and for diffs.
 * Pure; bodies come in as text.
 */
import type { PreparedRequest, Response } from '../../http/index.ts';
import type { Exchange } from '../../runner/index.ts';
import { masked } from '../../runner/index.ts';
import { durationLabel, elapsedOf, sizeLabel, type Localize } from '../labels.ts';
import { isSecretHeader, mask, type Secrecy } from '../trust/secrecy.ts';

export interface ExchangeTextOptions {
  readonly secrecy: Secrecy;
  readonly environment: string | undefined;
  /** The response's body; undefined when there is none or it is no text. */
  readonly body: string | undefined;
  readonly locale: string;
  readonly t: Localize;
}

/** The whole exchange: what was sent, each answer on the way, the last one with its body. */
export function exchangeText(exchange: Exchange, options: ExchangeTextOptions): string {
  const { secrecy, environment, locale, t } = options;
  const { prepared, response, startedAt, error, session } = exchange;
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const duration = elapsedOf(exchange, Date.now());
  const parts = [
    [
      outcomeOf(exchange, t),
      ...(startedAt === undefined ? [] : [`${t('Sent')}: ${date.format(startedAt)}`]),
      ...(duration === undefined ? [] : [`${t('Duration')}: ${durationLabel(duration)}`]),
      `${t('Session')}: ${session}`,
      ...(environment === undefined ? [] : [`${t('Environment')}: ${environment}`]),
    ].join('\n'),
    `${heading(t('Request'))}\n${requestText(prepared, secrecy)}`,
    ...(response?.history ?? []).map(
      (hop, index) => `${heading(t('Redirect {0}', index + 1))}\n${responseHead(hop, secrecy)}`,
    ),
    ...(response === undefined
      ? []
      : [`${heading(t('Response'))}\n${responseHead(response, secrecy)}\n\n${bodyText(exchange, options)}`]),
    ...(error === undefined
      ? []
      : [`${heading(t('Failure'))}\n${[error.name, error.message, error.hint].join('\n').trimEnd()}`]),
  ];
  const text = parts.map((part) => part.trimEnd()).join('\n\n');
  return `${secrecy.masked ? masked(text, secrecy.secrets) : text}\n`;
}

function outcomeOf({ state, response, prepared }: Exchange, t: Localize): string {
  const request = `${prepared.method} ${prepared.url}`;
  switch (state) {
    case 'idle':
      return t('{0}: prepared, not sent', request);
    case 'pending':
    case 'streaming':
      return t('{0}: running', request);
    case 'cancelled':
      return t('{0}: cancelled', request);
    case 'interrupted':
      return t('{0}: VS Code stopped during this request', request);
    case 'failed':
      return t('{0}: failed', request);
    case 'done':
      return `${request}: ${response?.status ?? ''} ${response?.reason ?? ''}`.trimEnd();
  }
}

function requestText(prepared: PreparedRequest, secrecy: Secrecy): string {
  const { requestLine, headers } = prepared.wireHead;
  return `${requestLine}\n${headerLines(headers, secrecy)}\n\n${requestBody(prepared)}`.trimEnd();
}

function requestBody({ body }: PreparedRequest): string {
  if (body === null) return '';
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? Buffer.from(body).toString() : body.description;
}

function responseHead(response: Response, secrecy: Secrecy): string {
  const { httpVersion, status, reason, headers } = response;
  return `${`HTTP/${httpVersion} ${status} ${reason}`.trimEnd()}\n${headerLines([...headers], secrecy)}`;
}

function headerLines(headers: readonly (readonly [string, string])[], secrecy: Secrecy): string {
  return headers
    .map(([name, value]) => `${name}: ${isSecretHeader(name, value, secrecy) ? mask : value}`)
    .join('\n');
}

function bodyText({ body, lostBody }: Exchange, { body: text, t }: ExchangeTextOptions): string {
  if (text !== undefined) return text;
  if (lostBody !== undefined) return t('({0}, no longer stored)', sizeLabel(lostBody));
  return body === undefined || body.length === 0
    ? t('(no body)')
    : t('({0} that are not shown as text)', sizeLabel(body.length));
}

function heading(title: string): string {
  return `${title}\n${'='.repeat(title.length)}`;
}
