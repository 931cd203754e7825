/** The twelve states of the panel, each as the host describes it, and a page that shows one. Holds no assertion. */
import { shownStates } from '../../../src/extension/webview/panelStates.ts';
import type { ExchangeSnapshot } from '../../../src/extension/webview/protocol.ts';
import { createBodyPages } from '../../../src/extension/editor/panel/bodyPages.ts';
import * as runner from '../../../src/extension/runner/index.ts';
import type { OpenOptions, OpenPage, PageHost } from './pageHost.ts';
import { detail } from './responseScenes.ts';
import { applyEdit, prepared, scenes, type Scene } from './scenes.ts';

/** What stands in `data-state` for each. */
export const stateNames = shownStates;
export type StateName = (typeof stateNames)[number];

export const fingerprint = Array.from({ length: 32 }, (_, index) => (index * 7 + 16).toString(16).slice(-2))
  .join(':')
  .toUpperCase();

const certificate = {
  subject: 'CN=localhost',
  issuer: 'CN=localhost',
  names: ['localhost', '127.0.0.1'],
  validFrom: 'Nov 13 00:00:00 2026 GMT',
  validTo: 'Jan  1 00:00:00 2027 GMT',
  fingerprint,
  warning: undefined,
};

const failed = sceneOf('failed').snapshot;
const done = sceneOf('done');

/** A server whose certificate nobody vouches for. */
export const untrusted: ExchangeSnapshot = {
  ...failed,
  phase: 'tls',
  failure: {
    name: 'TlsUntrusted',
    phase: 'tls',
    message: 'The certificate of 127.0.0.1:8443 is not trusted: it is self-signed.',
    hint: 'Add the certificate authority that signed it as a CA file.',
    target: '127.0.0.1:8443',
    nothingSent: true,
    certificates: [certificate],
  },
};

/** Lines of a log, some of which are wider than any panel. */
const log = new TextEncoder().encode(
  Array.from({ length: 5000 }, (_, at) => {
    const more = at % 7 === 3 ? ` caused by: ${'connection reset by peer, '.repeat(12)}` : '';
    return `2026-11-23T10:41:${String(at % 60).padStart(2, '0')}Z request ${at} took ${(at * 37) % 900} ms${more}\n`;
  }).join(''),
);

const states: Readonly<Record<StateName, Scene>> = {
  idle: sceneOf('idle'),
  pending: sceneOf('pending'),
  streaming: sceneOf('streaming'),
  done,
  cancelled: sceneOf('cancelled'),
  failed: sceneOf('truncated'),
  huge: {
    body: log,
    snapshot: {
      ...done.snapshot,
      ...{ received: log.length, expected: log.length, limits: { editor: 100, pretty: 100 } },
      response: done.snapshot.response && { ...done.snapshot.response, mediaType: 'text/plain' },
    },
  },
  binary: sceneOf('binary'),
  empty: sceneOf('empty'),
  offline: {
    body: new Uint8Array(),
    snapshot: {
      ...failed,
      state: 'offline',
      phase: 'dns',
      sentFrom: 'the container api',
      failure: {
        name: 'DnsFailed',
        phase: 'dns',
        message: 'The name api.example.com could not be looked up just now.',
        hint: 'Try again; check the network or VPN.',
        target: 'api.example.com:443',
        nothingSent: true,
      },
    },
  },
  interrupted: {
    ...sceneOf('cancelled'),
    snapshot: { ...sceneOf('cancelled').snapshot, state: 'interrupted', elapsed: undefined },
  },
  evicted: { body: new Uint8Array(), snapshot: { ...done.snapshot, state: 'evicted', received: 0 } },
};

/** Each state as an exchange of its own. */
export function stateScene(name: StateName): Scene {
  const { body, snapshot } = states[name];
  return { body, snapshot: { ...snapshot, exchangeId: `state-${name}` } };
}

export interface StatePage extends OpenPage {
  /** Goes on to another exchange, and waits until the page shows its state. */
  show(scene: Scene, state?: string): Promise<void>;
}

export async function openStates(
  host: PageHost,
  first: Scene,
  options: Partial<OpenOptions> = {},
): Promise<StatePage> {
  const store = runner.createBodyStore({ indexesLines: true });
  let held = first;
  let reader = await spooled(first.body);
  async function spooled(body: Uint8Array): Promise<runner.BodyReader> {
    const spool = store.createSpool();
    await spool.append(body);
    await spool.end(true);
    return spool.reader;
  }
  const pages = createBodyPages({
    // Only these two are read.
    exchangeOf: () => ({ body: reader, response: { headers: new Map() } }) as unknown as runner.Exchange,
    loadRunner: () => Promise.resolve(runner),
    worker: new URL('../../../src/extension/runner/bodySearch/worker.ts', import.meta.url),
    tell: () => undefined,
    t: (text) => text,
  });
  const opened = await host.open({
    handlers: {
      ...pages.handlers,
      readBody: ({ offset, length }) => Promise.resolve(held.body.slice(offset, offset + length).buffer),
      readHop: () => Promise.resolve(detail),
      edit: ({ edit }) => Promise.resolve(applyEdit(prepared, edit)),
      send: ({ exchangeId }) => Promise.resolve({ exchangeId }),
    },
    onMessage: (message, channel) => {
      if (message.type !== 'ready') return;
      channel.post({ type: 'start', strings: {}, locale: 'en', snapshot: first.snapshot, tab: undefined });
    },
    ...options,
  });
  await opened.page.waitForSelector('#exchange[data-state]');
  return {
    ...opened,
    close: async () => {
      pages.dispose();
      await opened.close();
      await store.dispose();
    },
    show: async (scene, state = scene.snapshot.state) => {
      reader = await spooled(scene.body);
      held = scene;
      opened.channel.post({ type: 'snapshot', snapshot: scene.snapshot, tab: undefined });
      await opened.page.waitForSelector(`#exchange[data-state=${state}]`);
    },
  };
}

function sceneOf(name: string): Scene {
  const found = scenes[name];
  if (found === undefined) throw new Error(`There is no scene ${name}.`);
  return found;
}
