/** The method names a request line may start with in any case; other names must be written in capitals. */

const methods = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'LOCK',
  'UNLOCK',
  'PROPFIND',
  'PROPPATCH',
  'COPY',
  'MOVE',
  'MKCOL',
  'MKCALENDAR',
  'ACL',
  'SEARCH',
  'PURGE',
  'QUERY',
  'GRAPHQL',
  'SSE',
  'WS',
  'WSS',
  'WEBSOCKET',
  'GRPC',
  'MQTT',
  'AMQP',
  'RSOCKET',
]);

/** For a name in capitals. */
export function isKnownMethod(name: string): boolean {
  return methods.has(name);
}
