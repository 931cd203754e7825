/**
 * What stands in the gutter beside a request that was sent: one of six shapes, so that colour is not all that tells them
 * apart. Pure; `gutterIcons.ts` draws them. Requests with tests have the Test Explorer's own mark there.
 */
import type { Exchange } from '../../runner/index.ts';

export type GutterMark = 'passed' | 'redirect' | 'clientError' | 'failed' | 'cancelled' | 'running';

/** Undefined before it was sent. */
export function gutterMark({
  state,
  response,
}: Pick<Exchange, 'state' | 'response'>): GutterMark | undefined {
  switch (state) {
    case 'idle':
      return undefined;
    case 'pending':
    case 'streaming':
      return 'running';
    case 'cancelled':
    case 'interrupted':
      return 'cancelled';
    case 'failed':
      return 'failed';
    case 'done':
      return markOfStatus(response?.status ?? 0);
  }
}

function markOfStatus(status: number): GutterMark {
  if (status >= 500) return 'failed';
  if (status >= 400) return 'clientError';
  return status >= 300 ? 'redirect' : 'passed';
}

interface Shape {
  /** Drawn with a line of 1.5 in a field of 16 by 16. */
  readonly path: string;
  /** On a light ground, and on a dark one. */
  readonly colors: readonly [string, string];
}

const [green, blue, yellow, red, grey] = [
  ['#2b7a2b', '#73c991'],
  ['#1a6fb5', '#59a4f9'],
  ['#8a6100', '#cca700'],
  ['#c5221f', '#f14c4c'],
  ['#616161', '#a0a0a0'],
] as const;

const shapes: Readonly<Record<GutterMark, Shape>> = {
  passed: { path: 'M3 8.5l3.2 3.2L13 4.8', colors: green },
  redirect: { path: 'M3 11.5C3 6 8 4.5 12.5 7M12.5 3.2V7H8.8', colors: blue },
  clientError: { path: 'M8 3v6.5M8 12v1', colors: yellow },
  failed: { path: 'M4 4l8 8M12 4l-8 8', colors: red },
  cancelled: { path: 'M8 3a5 5 0 1 0 .01 0M4.5 11.5l7-7', colors: grey },
  running: { path: 'M8 3a5 5 0 1 0 .01 0M8 5v3l2 1.5', colors: blue },
};

/** The icon as a picture that needs no file. */
export function gutterIcon(mark: GutterMark, ground: 'light' | 'dark'): string {
  const { path, colors } = shapes[mark];
  const color = colors[ground === 'light' ? 0 : 1];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="${path}" fill="none" stroke="${color}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}

export const gutterMarks = Object.keys(shapes) as readonly GutterMark[];
