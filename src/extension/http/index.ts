/**
 * The HTTP core: what people mean by "like requests, in TypeScript". The only door into this folder; it names what
 * the editor, the runner and the CLI may use, and contains nothing else.
 */
export { defaultLimits } from './transport/adapter.ts';
export type {
  Adapter,
  AdapterSettings,
  CertificatesByHost,
  ClientCertificate,
  Limits,
  Proxies,
  Timeouts,
  Undecodable,
} from './transport/adapter.ts';
export { basicAuth, bearerAuth, proxyAuth } from './auth/auth.ts';
export type { Auth, AuthFunction, AuthScheme, Challenge, Credentials } from './auth/auth.ts';
export { bodyLength, isBodyStream, streamOf } from './request/body.ts';
export type { Body, BodyStream } from './request/body.ts';
export type {
  CertificateFacts,
  ConnectionFacts,
  ConnectionState,
  ConnectionView,
  PassedAddress,
  TlsFacts,
} from './transport/connections.ts';
export type {
  Cookie,
  CookieChanges,
  CookieInit,
  CookieJarJSON,
  CookieSelector,
  CookiesForUrl,
  SameSite,
  StoredCookies,
} from './cookies/cookie.ts';
export { cookieFrom } from './cookies/cookie.ts';
export { cookieHeader, CookieJar, cookieProblem, reasonAgainst } from './cookies/cookies.ts';
export { netscapeLine, readNetscape, setCookieLine, writeNetscape } from './cookies/cookieText.ts';
export type { NetscapeFile, ReadCookies } from './cookies/cookieText.ts';
export type { CookiePart, CookieProblem } from './cookies/handmade.ts';
export { defaultHeaders } from './request/defaultHeaders.ts';
export { DigestAuth } from './auth/digest.ts';
export type { DigestOptions } from './auth/digest.ts';
export { proxyFor } from './environment/environment.ts';
export type { TransportSettings, Variables } from './environment/environment.ts';
export { certificateForHostOf, clientCertificateFor } from './transport/tlsSettings.ts';
export * from './errors/errors.ts';
export { fileBody } from './request/fileBody.ts';
export type { FileBody, FileBodyOptions } from './request/fileBody.ts';
export type { FormInit, FormValue, FormValues, ParamsInit } from './request/form.ts';
export { Headers } from './request/headers.ts';
export type { HeaderEntry, HeadersInit } from './request/headers.ts';
export type { HookContext, Hooks, ResponseHook } from './request/hooks.ts';
export type { Link } from './response/links.ts';
export type { FileContent, FileInit, FilePart, FilesInit } from './request/multipart.ts';
export type { DecodeNotice, ExtraBytesNotice, Notice, RetriedNotice } from './response/notices.ts';
export type { CookieOrigin, Origin, Origins, OriginSource, ParamOrigin } from './request/origins.ts';
export { PreparedRequest } from './request/preparedRequest.ts';
export type { RequestEdit } from './request/preparedRequest.ts';
export { Request } from './request/request.ts';
export type { CookiesInit, DataInit, RequestOptions } from './request/request.ts';
export { Response } from './response/response.ts';
export type {
  IterContentOptions,
  IterLinesOptions,
  OnRaw,
  ResponseBody,
  ResponseInit,
} from './response/response.ts';
export { withRetries } from './session/retries.ts';
export type { RetryPolicy } from './session/retries.ts';
export { Session } from './session/session.ts';
export type { SessionOptions } from './session/session.ts';
export type { SendOptions } from './session/sendOptions.ts';
export { statusCode } from './response/statusCodes.ts';
export type { Timeout } from './session/timeouts.ts';
export { Patience } from './transport/patience.ts';
export type { Phase, SendProgress, Timings } from './response/timings.ts';
export { createUndiciAdapter } from './transport/undiciAdapter.ts';
export type { UndiciAdapterOptions } from './transport/undiciAdapter.ts';
export type { WireHead } from './request/wireHead.ts';
