/** Every fault of the closed list as a person sees it in the panel: what failed, where, when, what arrived, what to do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultGuide } from '../../../src/extension/http/errors/faultGuide.ts';
import type { FailureView } from '../../../src/extension/webview/failures.ts';
import { startPageHost, type PageHost } from './pageHost.ts';
import type { Scene } from './scenes.ts';
import { openStates, stateScene } from './stateScenes.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

const start = 'HTTP/1.1 2OO OK\\x1b[31m <img src=x onerror=alert(1)>';

function sceneOf(
  name: string,
  more: Partial<FailureView> = {},
  from: 'failed' | 'offline' = 'failed',
): Scene {
  const { body, snapshot } = stateScene(from);
  const advice = faultGuide[name as keyof typeof faultGuide];
  const failure: FailureView = {
    name,
    phase: 'body',
    message: `A sentence about ${name}.`,
    hint: advice.todo,
    target: 'api.example.com:8443',
    elapsed: 1234,
    bytesSent: 153,
    bytesReceived: 38,
    attempts: 2,
    setting: advice.limits?.[0] === undefined ? undefined : `httpSessions.${advice.limits[0]}`,
    ...more,
  };
  return { body, snapshot: { ...snapshot, exchangeId: `fault-${name}`, state: from, failure } };
}

describe('a fault in the panel', () => {
  it('is named with place, time, bytes, attempts, setting and what to do, for every name of the list', async () => {
    const names = Object.keys(faultGuide);
    const shown = await openStates(host, sceneOf(names[0] ?? ''), { width: 320 });
    const card = shown.page.getByTestId('failure');
    for (const name of names) {
      const scene = sceneOf(name);
      await shown.show(scene, 'failed');
      await expect.poll(() => card.innerText()).toContain(`A sentence about ${name}.`);
      const text = (await card.innerText()).replace(/\s+/g, ' ');
      const { todo, limits } = faultGuide[name as keyof typeof faultGuide];
      for (const part of [name, 'api.example.com:8443', '1.2 s', '153 bytes sent, 38 received', todo])
        expect(text).toContain(part);
      expect(text).toMatch(/Attempts 2/);
      if (limits?.[0] !== undefined) expect(text).toContain(`httpSessions.${limits[0]}`);
      expect(await shown.page.getByTestId('status').innerText()).toContain(name);
      const isTooWide = await card.evaluate((one) => one.scrollWidth > one.clientWidth);
      expect([name, isTooWide]).toEqual([name, false]);
    }
    expect(shown.problems).toEqual([]);
    await shown.close();
  });

  it('keeps the part of the body that came, says that it is not all, and lets it be saved', async () => {
    const shown = await openStates(host, sceneOf('BodyTruncated'));
    const { page } = shown;
    expect(await page.getByTestId('failure-facts').innerText()).toContain('300 of 426 bytes');
    await page.getByRole('button', { name: 'Save Partial…' }).click();
    await expect
      .poll(() => shown.received)
      .toContainEqual({ type: 'saveBody', exchangeId: 'fault-BodyTruncated' });
    await shown.close();
  });

  it('shows what came instead of an answer as text', async () => {
    const shown = await openStates(host, sceneOf('BadResponse', { start }, 'offline'));
    const text = shown.page.getByTestId('failure-start');
    expect(await text.innerText()).toBe(start);
    expect(await shown.page.locator('.failure img').count()).toBe(0);
    await shown.show(sceneOf('ConnectRefused'));
    await expect.poll(() => text.isVisible()).toBe(false);
    expect(shown.problems).toEqual([]);
    await shown.close();
  });
});
