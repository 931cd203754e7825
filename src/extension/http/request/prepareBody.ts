/**
 * Turns what a request carries into a body and the headers that describe it (rules R32 to R44). Data wins over JSON,
 * files make it multipart, and a Content-Type is added only where the user gave none.
 */
import { isBodyStream, streamOf } from './body.ts';
import type { Body, BodyStream } from './body.ts';
import { UsageError } from '../errors/errors.ts';
import { encodeForm } from './form.ts';
import type { FormInit, FormValues } from './form.ts';
import { framingOf } from './framing.ts';
import type { Headers } from './headers.ts';
import { jsonText } from './jsonText.ts';
import { boundaryOf, multipartBody } from './multipart.ts';
import type { FileInit, FilesInit } from './multipart.ts';
import type { DataInit, RequestOptions } from './request.ts';

export interface PreparedBody {
  readonly body: Body;
  readonly headers: Headers;
}

/** The body with Content-Length or Transfer-Encoding, then Content-Type. Throws InvalidJSONError or UsageError. */
export function prepareBody(method: string, headers: Headers, options: RequestOptions): PreparedBody {
  const data = settled(options.data ?? undefined);
  const files = options.files === null || options.files === undefined ? [] : fileEntries(options.files);
  if (isBodyStream(data)) {
    if (files.length > 0) {
      throw new UsageError('NotImplementedError', 'A streamed body cannot be combined with files.');
    }
    return { body: data, headers: withStreamFraming(method, headers, data) };
  }
  const { body, contentType } = bufferedBody(headers, data, files, options.json);
  const framed = isBodyStream(body)
    ? withStreamFraming(method, headers, body)
    : withLength(method, headers, body);
  const typed = contentType === undefined || framed.has('Content-Type');
  return { body, headers: typed ? framed : framed.with('Content-Type', contentType) };
}

/** Content-Length for a body that has one; `0` for none where the method may have one and nobody typed any (R36). */
export function withLength(method: string, headers: Headers, body: Body): Headers {
  const framing = framingOf(method, body);
  if (framing?.[0] !== 'Content-Length') return headers;
  return body === null && headers.has('Content-Length') ? headers : headers.with(...framing);
}

function withStreamFraming(method: string, headers: Headers, stream: BodyStream): Headers {
  const framing = framingOf(method, stream);
  return framing === undefined ? headers : headers.with(...framing);
}

function bufferedBody(
  headers: Headers,
  data: string | Uint8Array | Form | undefined,
  files: readonly (readonly [string, FileInit])[],
  json: unknown,
): { readonly body: Body; readonly contentType: string | undefined } {
  if (files.length > 0) {
    if (typeof data === 'string' || data instanceof Uint8Array) {
      throw new UsageError('ValueError', 'Text or bytes as data cannot be combined with files.');
    }
    const boundary = boundaryOf(headers.get('Content-Type'));
    return multipartBody(data ?? [], files, boundary);
  }
  if (data !== undefined) {
    if (typeof data === 'string' || data instanceof Uint8Array) return { body: data, contentType: undefined };
    return { body: encodeForm(data), contentType: 'application/x-www-form-urlencoded' };
  }
  if (json !== undefined && json !== null) {
    return { body: Buffer.from(jsonText(json)), contentType: 'application/json' };
  }
  return { body: null, contentType: undefined };
}

type Form = readonly (readonly [string, FormValues])[];

/** Data with its form materialised and its generator wrapped; undefined when it is empty (rule R32). */
function settled(data: DataInit | undefined): string | Uint8Array | BodyStream | Form | undefined {
  if (data === undefined || data === '') return undefined;
  if (typeof data === 'string' || isBodyStream(data)) return data;
  if (data instanceof Uint8Array) return data.byteLength === 0 ? undefined : data;
  if (Symbol.asyncIterator in data) return streamOf(data as AsyncIterable<Uint8Array>);
  const form = formEntriesOf(data);
  return form.length === 0 ? undefined : form;
}

function formEntriesOf(form: FormInit): Form {
  return Symbol.iterator in form ? [...form] : Object.entries(form);
}

function fileEntries(files: FilesInit): readonly (readonly [string, FileInit])[] {
  return Symbol.iterator in files ? [...files] : Object.entries(files);
}
