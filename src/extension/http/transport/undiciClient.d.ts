/**
 * The part of undici's Client that undiciAdapter.ts uses. It is imported by its own path because the package's main
 * file loads fetch, WebSocket and the cache too, and that path comes without types.
 */
declare module 'undici/lib/dispatcher/client.js' {
  import type { Socket } from 'node:net';

  interface ClientOptions {
    readonly connect: (
      options: unknown,
      callback: (error: Error | null, socket: Socket | null) => void,
    ) => void;
    readonly pipelining: number;
    readonly allowH2: boolean;
    /** Milliseconds; 0 is never. */
    readonly headersTimeout: number;
    readonly bodyTimeout: number;
    readonly keepAliveTimeout: number;
    readonly keepAliveMaxTimeout: number;
    /** Bytes. */
    readonly maxHeaderSize: number;
  }

  export default class Client {
    constructor(url: string, options: ClientOptions);
    dispatch(request: object, handler: object): boolean;
    destroy(error: Error | null): Promise<void>;
    on(event: 'disconnect', listener: () => void): this;
  }
}
