/**
 * What each fault of the closed list means and what to do about it, in a sentence or two for people, with the limits that
 * govern it. An error that knows better says so itself; this is what the others say as their `hint`, and what
 * docs/errors.md is made from. It knows no setting of an editor: a limit has the name that it has in a send's options.
 */
import type { FaultName, LimitName } from './faults.ts';

export interface FaultAdvice {
  /** What failed, and where in the exchange. */
  readonly what: string;
  /** What to do next; one line. */
  readonly todo: string;
  /** The limits that may be raised or lowered. */
  readonly limits?: readonly LimitName[];
}

export const faultGuide: Readonly<Record<FaultName, FaultAdvice>> = {
  ConnectRefused: {
    what: 'No connection could be made: nothing listens at the host and port, or there is no way to them. Nothing was sent.',
    todo: 'Start the server, or check host, port and network.',
  },
  ConnectTimeout: {
    what: 'The connection, TLS included, was not ready in time. Nothing was sent.',
    todo: 'Check host, port and firewall, or allow more time to connect.',
    limits: ['timeout.connect'],
  },
  DnsFailed: {
    what: 'The host name could not be looked up; the message says whether it is unknown or cannot be looked up just now. Nothing was sent.',
    todo: 'Check the spelling of the host, the network and the VPN.',
  },
  TooManyOpenFiles: {
    what: 'The operating system gives this program no more sockets or files.',
    todo: 'Send fewer requests at a time, or raise the limit of open files (ulimit -n).',
  },
  TlsUntrusted: {
    what: 'Nobody who is trusted vouches for the certificate of the server. The request was not sent.',
    todo: 'Add the certificate authority that signed it as a CA file.',
  },
  TlsHostMismatch: {
    what: 'The certificate of the server is for other names than the one in the URL. The request was not sent.',
    todo: 'Check the host name, or the certificate that the server sends for it.',
  },
  TlsExpired: {
    what: 'The certificate of the server has expired or is not valid yet. The request was not sent.',
    todo: "Renew the certificate of the server; check this computer's clock too.",
  },
  TlsHandshake: {
    what: 'The two sides did not agree on TLS: another protocol on that port, no version or cipher in common, or a client certificate that is missing or refused.',
    todo: 'Check that the port speaks TLS, and whether the server requires a client certificate.',
  },
  ProxyAuthRequired: {
    what: 'The proxy wants credentials. The request, and credentials meant for the server, were not shown to it.',
    todo: 'Put user and password into the URL of the proxy.',
  },
  ProxyFailed: {
    what: 'The proxy could not be reached, refused to connect to the server, or broke off the connection.',
    todo: 'Check the proxy setting, or reach the host without the proxy.',
  },
  HeadersTimeout: {
    what: 'The request was sent, and the server did not answer in time.',
    todo: 'Allow more time to read, or check what the server is doing.',
    limits: ['timeout.read', 'limits.headerSeconds'],
  },
  BodyTimeout: {
    what: 'The server stopped sending within the body. What had arrived is kept.',
    todo: 'Allow more time between bytes, or check what the server is doing.',
    limits: ['timeout.read'],
  },
  TotalTimeout: {
    what: 'The send as a whole, redirects and body included, took longer than allowed. What had arrived is kept.',
    todo: 'Allow more time in total, or find out which phase takes so long.',
    limits: ['timeout.total'],
  },
  ConnectionClosed: {
    what: 'The server closed the connection before its header block was complete. Whether it acted on the request is not known.',
    todo: "Look at the server's log; send again if the request may be repeated.",
  },
  ConnectionReset: {
    what: 'The connection was cut off before the header block was complete, by the server or something in between. Whether the server acted on the request is not known.',
    todo: "Look at the server's log and the network; send again if the request may be repeated.",
  },
  StaleConnection: {
    what: 'The server closed a kept connection as the request arrived on it, and the request may not be repeated without asking.',
    todo: 'Send it again if the request may be repeated.',
  },
  BadResponse: {
    what: 'What the server sent is not valid HTTP, or contradicts itself. The beginning of it is shown, and the connection is not used again.',
    todo: 'Check that the port speaks HTTP, and what stands between here and the server.',
    limits: ['limits.informational', 'limits.headerBytes', 'limits.headerFields'],
  },
  HeadersTooLarge: {
    what: 'The header block of the answer has more bytes or more fields than allowed.',
    todo: 'Find out what the server puts there (often cookies), or raise the limit.',
    limits: ['limits.headerBytes', 'limits.headerFields'],
  },
  BodyTruncated: {
    what: 'The body ended before its promised length or its last chunk. What had arrived is kept and marked as incomplete.',
    todo: "Send it again; if it happens again, look at the server's log.",
  },
  BodyTooLarge: {
    what: 'The body, decoded, is larger than allowed, or one event of a stream is. What fits is kept.',
    todo: 'Raise the limit if the answer is meant to be this large.',
    limits: ['limits.bodyBytes', 'limits.eventBytes'],
  },
  DecodeFailed: {
    what: 'The content is not what its label says: not encoded as Content-Encoding says, or not JSON where JSON was asked for.',
    todo: 'Look at the raw bytes, or ask the server for identity with Accept-Encoding.',
  },
  TooManyEncodings: {
    what: 'The body is encoded more times over than allowed, which ordinary servers do not do.',
    todo: 'Ask the server for identity with Accept-Encoding.',
    limits: ['limits.encodings'],
  },
  TooManyRedirects: {
    what: 'There were more redirects than allowed. The last answer and the cookies of every hop are kept.',
    todo: 'Look at the history for a loop, or raise the limit.',
    limits: ['redirects.max'],
  },
  RedirectBlocked: {
    what: 'A redirect leads to what is not http or https, or would take the body to another origin and nobody consented. The answer with the redirect is kept.',
    todo: 'Look at the Location header of the last answer.',
  },
  InvalidRequest: {
    what: 'The request cannot be sent as it is: its URL, method, headers or body break the rules of HTTP. Nothing was sent.',
    todo: 'Correct the part of the request that the message names.',
  },
  FileNotAllowed: {
    what: 'The file lies outside the folders that may be read, or is no regular file. Nothing was sent.',
    todo: 'Move the file beside the .http file, or allow its folder.',
  },
  FileChanged: {
    what: 'A file that is sent is not the one that the request was prepared with. The request was broken off.',
    todo: 'Prepare the request again.',
  },
  DiskFull: {
    what: 'The disk took no more of the body. What was written before is kept.',
    todo: 'Free some space for temporary files.',
  },
  UnresolvedVariable: {
    what: 'The URL or a header needs a variable that has no value. Nothing was sent.',
    todo: 'Define it in the file or an environment, or send the request it comes from first.',
  },
  VariableCycle: {
    what: 'A variable needs itself. Nothing was sent.',
    todo: 'Break the cycle.',
  },
  ScriptTimeout: {
    what: 'A script ran longer than it may.',
    todo: 'Make the script shorter, or look for a loop that does not end.',
  },
  ScriptLimit: {
    what: 'A script used more memory or called itself more deeply than it may.',
    todo: 'Work on less at a time.',
  },
  ScriptBlocked: {
    what: 'A script asked for something that scripts may not do.',
    todo: 'Do it outside of the script, or allow scripts for this run.',
  },
  ScriptFailed: {
    what: 'A script before the request threw an error. Nothing was sent.',
    todo: 'Look at the line of the script that the message names.',
  },
  Untrusted: {
    what: 'The folder is not trusted, and what was asked for is done in trusted folders only.',
    todo: 'Trust the folder if you know where it comes from.',
  },
  Cancelled: {
    what: 'The send was ended from here. What had arrived is kept.',
    todo: 'Send it again when you want the answer.',
  },
  HttpStatus: {
    what: 'The server answered with a status of 4xx or 5xx, and the caller asked for that to be an error.',
    todo: 'Read the answer: it usually says why.',
  },
  Internal: {
    what: 'Something failed that should not have, here and not on the way.',
    todo: 'Please report it, with the message.',
  },
};
