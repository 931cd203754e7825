/** What VS Code puts into a page, as the port of a channel. Each page calls it once, at its start. */
import type { Port } from '../channel.ts';

declare function acquireVsCodeApi(): VsCodeApi;

export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

export interface HostConnection {
  readonly vscode: VsCodeApi;
  readonly port: Port;
  /** The page's CSP nonce, and the key of its messages. */
  readonly nonce: string;
}

export function connectToHost(): HostConnection {
  const vscode = acquireVsCodeApi();
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
  return {
    vscode,
    nonce,
    port: {
      key: nonce,
      post: (message) => vscode.postMessage(message),
      onMessage: (listener) => {
        const onMessage = (event: MessageEvent<unknown>): void => listener(event.data);
        window.addEventListener('message', onMessage);
        return () => window.removeEventListener('message', onMessage);
      },
    },
  };
}
