/**
 * The HTTP core: what people mean by "like requests, in TypeScript". The only door into this folder; it names what
 * the editor, the runner and the CLI may use, and contains nothing else.
 */
export { defaultLimits } from './adapter.ts';
export type {
  Adapter,
  AdapterSettings,
  ClientCertificate,
  Limits,
  Proxies,
  Timeouts,
  Undecodable,
} from './adapter.ts';
export { basicAuth, bearerAuth, proxyAuth } from './auth.ts';
export type { Auth, AuthFunction, AuthScheme, Challenge, Credentials } from './auth.ts';
export { bodyLength, isBodyStream, streamOf } from './body.ts';
export type { Body, BodyStream } from './body.ts';
export type {
  CertificateFacts,
  ConnectionFacts,
  ConnectionState,
  ConnectionView,
  TlsFacts,
} from './connections.ts';
export type {
  Cookie,
  CookieInit,
  CookieJarJSON,
  CookieSelector,
  CookiesForUrl,
  SameSite,
  StoredCookies,
} from './cookie.ts';
export { CookieJar } from './cookies.ts';
export { defaultHeaders } from './defaultHeaders.ts';
export { DigestAuth } from './digest.ts';
export type { DigestOptions } from './digest.ts';
export type { TransportSettings, Variables } from './environment.ts';
export * from './errors.ts';
export { fileBody } from './fileBody.ts';
export type { FileBody, FileBodyOptions } from './fileBody.ts';
export type { FormInit, FormValue, FormValues, ParamsInit } from './form.ts';
export { Headers } from './headers.ts';
export type { HeaderEntry, HeadersInit } from './headers.ts';
export type { HookContext, Hooks, ResponseHook } from './hooks.ts';
export type { Link } from './links.ts';
export type { FileContent, FileInit, FilePart, FilesInit } from './multipart.ts';
export type { DecodeNotice, ExtraBytesNotice, Notice, RetriedNotice } from './notices.ts';
export type { CookieOrigin, Origin, Origins, OriginSource, ParamOrigin } from './origins.ts';
export { PreparedRequest } from './preparedRequest.ts';
export type { RequestEdit } from './preparedRequest.ts';
export { Request } from './request.ts';
export type { CookiesInit, DataInit, RequestOptions } from './request.ts';
export { Response } from './response.ts';
export type { IterLinesOptions, ResponseBody, ResponseInit } from './response.ts';
export { withRetries } from './retries.ts';
export type { RetryPolicy } from './retries.ts';
export { Session } from './session.ts';
export type { SendOptions, SessionOptions } from './session.ts';
export { statusCode } from './statusCodes.ts';
export type { Timeout } from './timeouts.ts';
export type { Phase, SendProgress, Timings } from './timings.ts';
export { createUndiciAdapter } from './undiciAdapter.ts';
export type { UndiciAdapterOptions } from './undiciAdapter.ts';
export type { WireHead } from './wireHead.ts';
