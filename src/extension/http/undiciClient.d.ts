/** undici's Client by its own path: importing the package whole would load fetch, WebSocket and the cache too. */
declare module 'undici/lib/dispatcher/client.js' {
  import type { Client as UndiciClient } from 'undici';
  const Client: typeof UndiciClient;
  export default Client;
}
