/**
 * The HTTP core: what people mean by "like requests, in TypeScript". The only door into this folder; it names what
 * the editor, the runner and the CLI may use, and contains nothing else.
 */
export { basicAuth, bearerAuth, proxyAuth } from './auth.ts';
export type { Auth, AuthFunction, AuthScheme, Challenge, Credentials } from './auth.ts';
export { bodyLength, isBodyStream, streamOf } from './body.ts';
export type { Body, BodyStream } from './body.ts';
export { CookieJar } from './cookies.ts';
export type {
  Cookie,
  CookieInit,
  CookieJarJSON,
  CookieSelector,
  CookiesForUrl,
  SameSite,
  StoredCookies,
} from './cookie.ts';
export { defaultHeaders } from './defaultHeaders.ts';
export type { Variables } from './environment.ts';
export type { FormInit, FormValue, FormValues, ParamsInit } from './form.ts';
export { Headers } from './headers.ts';
export type { HeaderEntry, HeadersInit } from './headers.ts';
export type { FileContent, FileInit, FilesInit } from './multipart.ts';
export type { CookieOrigin, Origin, Origins, OriginSource, ParamOrigin } from './origins.ts';
export { PreparedRequest } from './preparedRequest.ts';
export type { RequestEdit } from './preparedRequest.ts';
export { Request } from './request.ts';
export type { CookiesInit, DataInit, RequestOptions } from './request.ts';
export type { WireHead } from './wireHead.ts';
