/**
 * The panel's page alone in a browser, with a host made for the test: the built page and its real content security policy
 * are served from 127.0.0.1, `acquireVsCodeApi` is bridged to a real host channel in this process. Holds no assertion.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import {
  createHostChannel,
  type HostChannel,
  type PageRequestHandlers,
} from '../../../src/extension/webview/channel.ts';
import { createPageHtml } from '../../../src/extension/webview/pageHtml.ts';
import type { FromPage } from '../../../src/extension/webview/protocol.ts';
import { browserFlags, findBrowser } from '../../host/findBrowser.ts';
import { cacheFolder, projectFolder } from '../../host/folders.ts';
import { handlersWith } from '../../support/pageHandlers.ts';
import { themes, type ThemeName } from './themes.ts';

export const testNonce = 'dGVzdC1ub25jZS1mb3ItdGhlLXBhZ2U';

export interface PageHost {
  readonly browser: Browser;
  open(options: OpenOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Which page; that of the exchange panel by default. */
  readonly script?: 'main' | 'cookieForm';
  readonly width?: number;
  readonly height?: number;
  readonly theme?: ThemeName;
  /** Everything else that the page asks for is refused. */
  readonly handlers: Partial<PageRequestHandlers>;
  /** Called from the first message on, which comes before `open` resolves. */
  readonly onMessage?: (message: FromPage, channel: HostChannel) => void;
  readonly reducedMotion?: boolean;
  /** What an earlier page has left behind (`setState`). */
  readonly saved?: unknown;
}

export interface OpenPage {
  readonly page: Page;
  readonly channel: HostChannel;
  readonly received: readonly FromPage[];
  /** What the content security policy refused, and errors of scripts. */
  readonly problems: readonly string[];
  /** The largest message to the page so far, in bytes as JSON or of its buffer. */
  readonly largest: () => number;
  /** What the page has left behind by now. */
  readonly saved: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Builds the page, serves it and starts one browser. */
export async function startPageHost(): Promise<PageHost> {
  // The page's script and style lie in this folder of what the build makes.
  const made = join(cacheFolder, 'page');
  const build = join(projectFolder, 'esbuild.mjs');
  const options = ['--only', 'main', '--production', '--outdir', made];
  await promisify(execFile)(process.execPath, [build, ...options], { cwd: projectFolder });
  const folder = join(made, 'webview');
  const server = await serve(folder);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserFlags] });
  return {
    browser,
    open: (options) => openPage(browser, origin, options),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function openPage(browser: Browser, origin: string, options: OpenOptions): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 700, height: options.height ?? 720 },
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });

  const received: FromPage[] = [];
  let listener: ((message: unknown) => void) | undefined;
  let largest = 0;
  await page.exposeFunction('postToHost', (message: unknown) => listener?.(message));
  const channel = createHostChannel(
    {
      key: testNonce,
      post: (message) => {
        const flat = flatten(message);
        largest = Math.max(largest, flat.size);
        // The page may have been closed by the test in the meantime.
        page.evaluate(deliver, flat.message).catch(() => undefined);
      },
      onMessage: (heard) => {
        listener = heard;
        return () => (listener = undefined);
      },
    },
    handlersWith(options.handlers),
    (message) => {
      received.push(message);
      options.onMessage?.(message, channel);
    },
  );
  await page.addInitScript(vscodeShim, { ...themes[options.theme ?? 'dark'], saved: options.saved });
  await page.goto(`${origin}/?${options.script ?? 'main'}`);
  return {
    page,
    channel,
    received,
    problems,
    largest: () => largest,
    saved: () => page.evaluate(() => (window as unknown as Record<string, unknown>)['savedState']),
    close: async () => {
      channel.dispose();
      await context.close();
    },
  };
}

/** Runs in the page before its script: what VS Code puts there. */
function vscodeShim(theme: {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly saved: unknown;
}): void {
  const scope = window as unknown as Record<string, unknown>;
  scope['savedState'] = theme.saved;
  const post = scope['postToHost'] as (message: unknown) => void;
  scope['acquireVsCodeApi'] = () => ({
    postMessage: (message: unknown) => post(message),
    getState: () => scope['savedState'],
    setState: (next: unknown) => (scope['savedState'] = next),
  });
  document.addEventListener('DOMContentLoaded', () => {
    document.body.className = theme.bodyClass;
    for (const [name, value] of Object.entries(theme.variables)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
  });
}

/** Runs in the page: gives a message to it the way VS Code does, with buffers as buffers. */
function deliver(message: { base64?: string; frame: Record<string, unknown> }): void {
  const { base64, frame } = message;
  const bytes =
    base64 === undefined ? undefined : Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)).buffer;
  if (bytes === undefined) window.postMessage(frame);
  else if (frame['result'] === undefined) window.postMessage({ ...frame, result: bytes });
  else window.postMessage({ ...frame, result: { ...frame['result'], bytes } });
}

/** Playwright carries JSON only, so a buffer goes as base64. */
function flatten(message: unknown): {
  readonly message: { base64?: string; frame: Record<string, unknown> };
  readonly size: number;
} {
  const { result, ...frame } = message as Record<string, unknown>;
  if (result instanceof ArrayBuffer) {
    return { message: { frame, base64: Buffer.from(result).toString('base64') }, size: result.byteLength };
  }
  if (
    typeof result === 'object' &&
    result !== null &&
    'bytes' in result &&
    result.bytes instanceof ArrayBuffer
  ) {
    const { bytes, ...rest } = result;
    const base64 = Buffer.from(bytes).toString('base64');
    return { message: { frame: { ...frame, result: rest }, base64 }, size: bytes.byteLength };
  }
  const whole = JSON.parse(JSON.stringify(message)) as Record<string, unknown>;
  return { message: { frame: whole }, size: JSON.stringify(whole).length };
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const page = /^\/\?(main|cookieForm)$/.exec(request.url ?? '')?.[1];
    if (page !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        createPageHtml({
          nonce: testNonce,
          cspSource: origin,
          scriptUri: `${origin}/${page}.js`,
          styleUri: `${origin}/style.css`,
          locale: 'en',
        }),
      );
      return;
    }
    const types = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf' } as const;
    const name = /^\/([a-zA-Z]+\.(js|css|ttf))/.exec(request.url ?? '');
    if (name === null) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', types[name[2] as keyof typeof types]);
    void readFile(join(folder, name[1] ?? '')).then((bytes) => response.end(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
