/**
 * The headers of a prepared request that somebody who writes the request again has to say: all but those that follow
 * from the URL, the body and the connection, which every client writes by itself.
 */
import type { HeaderEntry, PreparedRequest } from '../../http/index.ts';

/** In wire order. A Host that was typed is said, one that follows from the URL is not. */
export function typedHeaders({ wireHead, headers }: PreparedRequest): readonly HeaderEntry[] {
  return wireHead.headers
    .filter(([name]) => !/^(?:connection|content-length|transfer-encoding)$/i.test(name))
    .filter(([name]) => name.toLowerCase() !== 'host' || headers.has('Host'))
    .map(([name, value]) => [name === 'host' ? 'Host' : name, value]);
}
