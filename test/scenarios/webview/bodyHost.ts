/**
 * Opens the page on a body of any size, answered by the extension's own code over a real body store: what pages, search
 * and save of the panel do, without VS Code. Holds no assertion.
 */
import { createBodyPages } from '../../../src/extension/editor/panel/bodyPages.ts';
import * as runner from '../../../src/extension/runner/index.ts';
import type { HostChannel } from '../../../src/extension/webview/channel.ts';
import type { ExchangeSnapshot } from '../../../src/extension/webview/protocol.ts';
import type { OpenOptions, OpenPage, PageHost } from './pageHost.ts';
import { scenes } from './scenes.ts';

export interface BodyPage extends OpenPage {
  /** Puts more bytes in and tells the page, as while a body arrives. */
  readonly append: (bytes: Uint8Array) => Promise<void>;
  /** Ends the body. */
  readonly end: () => Promise<void>;
}

export interface BodyPageOptions extends Partial<Pick<OpenOptions, 'width' | 'height' | 'theme' | 'saved'>> {
  readonly mediaType?: string;
  readonly charset?: string;
  readonly expected?: number;
}

const worker = new URL('../../../src/extension/runner/bodySearch/worker.ts', import.meta.url);

/** The page while the body begins to arrive; nothing of it is here yet. */
export async function openBody(host: PageHost, options: BodyPageOptions = {}): Promise<BodyPage> {
  const { mediaType = 'text/plain', charset = 'utf-8', expected, ...look } = options;
  const store = runner.createBodyStore({ indexesLines: true });
  const { reader, append, end } = unbound(store.createSpool(charset));
  const done = scenes['done']?.snapshot;
  if (done?.response === undefined) throw new Error('There is no scene of a response.');
  const { response } = done;
  let state: ExchangeSnapshot['state'] = 'streaming';
  let channel: HostChannel | undefined;
  const snapshot = (): ExchangeSnapshot => ({
    ...done,
    state,
    received: reader.length,
    expected: state === 'done' ? reader.length : expected,
    response: { ...response, mediaType, encoding: charset },
  });
  const headers = { get: () => `${mediaType}; charset=${charset}` };
  const pages = createBodyPages({
    // Only these two are read.
    exchangeOf: () => ({ body: reader, response: { headers } }) as unknown as runner.Exchange,
    loadRunner: () => Promise.resolve(runner),
    worker,
    tell: (progress) => channel?.post(progress),
    t: (text) => text,
  });
  const opened = await host.open({
    ...look,
    handlers: {
      ...pages.handlers,
      readBody: async ({ offset, length }) => Uint8Array.from(await reader.read(offset, length)).buffer,
    },
    onMessage: (message, port) => {
      channel = port;
      if (message.type === 'stopSearch') pages.stopSearch(message.exchangeId);
      if (message.type !== 'ready') return;
      port.post({ type: 'start', strings: {}, locale: 'en', snapshot: snapshot(), tab: 'response' });
    },
  });
  return {
    ...opened,
    append: async (bytes) => {
      await append(bytes);
      opened.channel.post({ type: 'snapshot', snapshot: snapshot(), tab: undefined });
    },
    end: async () => {
      await end(true);
      state = 'done';
      opened.channel.post({ type: 'snapshot', snapshot: snapshot(), tab: undefined });
    },
    close: async () => {
      pages.dispose();
      await opened.close();
      await store.dispose();
    },
  };
}

/** The page on a body that is all here. */
export async function openWholeBody(
  host: PageHost,
  body: Uint8Array,
  options: BodyPageOptions = {},
): Promise<BodyPage> {
  const opened = await openBody(host, options);
  for (let at = 0; at < body.length; at += 1024 * 1024)
    await opened.append(body.subarray(at, at + 1024 * 1024));
  await opened.end();
  return opened;
}

function unbound(spool: runner.BodySpool) {
  return {
    reader: spool.reader,
    append: (bytes: Uint8Array) => spool.append(bytes),
    end: (complete: boolean) => spool.end(complete),
  };
}
