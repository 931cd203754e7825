/** The twelve states of the panel: what each says, and what a person can do in it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPageHost, type PageHost } from './pageHost.ts';
import { fingerprint, openStates, stateNames, stateScene, untrusted, type StateName } from './stateScenes.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

/** What the status line says in each. */
const says: Readonly<Record<StateName, RegExp>> = {
  idle: /Not sent yet/,
  pending: /Waiting for the answer\s3\.\d s of 30 s/s,
  streaming: /200 OK.*receiving 300 B of 426 B/s,
  done: /200 OK.*84 ms · 426 B/s,
  cancelled: /Cancelled after 3\.1 s.*300 B kept/s,
  failed: /BodyTruncated.*300 B of 426 B/s,
  huge: /200 OK.*page view/s,
  binary: /200 OK.*application\/octet-stream/s,
  empty: /204 No Content.*no body/s,
  offline: /No network from the container api.*DnsFailed/s,
  interrupted: /VS Code stopped during this request/,
  evicted: /200 OK.*body no longer stored/s,
};

describe('each state', () => {
  it('is the state of the panel, is said in its status line, and has its own actions', async () => {
    const shown = await openStates(host, stateScene('idle'));
    const { page } = shown;
    const actions: Record<string, readonly string[]> = {};
    for (const name of stateNames) {
      await shown.show(stateScene(name), name);
      expect(await page.getByTestId('status').innerText()).toMatch(says[name]);
      const told = { type: 'stateShown', exchangeId: `state-${name}`, state: name };
      await expect.poll(() => shown.received).toContainEqual(told);
      const buttons = page.locator(
        '.actions button:visible, [data-testid=failure] button:visible, [data-testid=end-mark] button:visible, .placeholder button:visible',
      );
      actions[name] = await buttons.allInnerTexts();
    }
    expect(actions).toEqual({
      idle: [],
      pending: ['Extend', 'Cancel'],
      streaming: ['Stop & Keep'],
      done: ['Send Again'],
      cancelled: ['Send Again', 'Save Partial…'],
      failed: ['Send Again', 'Send Again', 'Save Partial…'],
      huge: ['Send Again'],
      binary: ['Send Again'],
      empty: ['Send Again'],
      offline: ['Send Again', 'Send Again'],
      interrupted: ['Send Again', 'Save Partial…'],
      evicted: ['Send Again'],
    });
    expect(shown.problems).toEqual([]);
    await shown.close();
  });

  it('says in full why there is no body', async () => {
    const { body, snapshot } = stateScene('empty');
    const shown = await openStates(host, { body, snapshot });
    const why = shown.page.getByTestId('no-body');
    expect(await why.innerText()).toContain('status 204 has no body');
    const head = { ...snapshot, exchangeId: 'head', prepared: { ...snapshot.prepared, method: 'HEAD' } };
    await shown.show({ body, snapshot: head });
    await expect.poll(() => why.innerText()).toBe('An answer to HEAD has no body by definition.');
    const { response } = snapshot;
    const none = { ...snapshot, exchangeId: 'none', response: response && { ...response, status: 200 } };
    await shown.show({ body, snapshot: none });
    await expect.poll(() => why.innerText()).toBe('The response has a body of 0 bytes.');
    await shown.show(stateScene('evicted'));
    await expect.poll(() => why.innerText()).toContain('no longer stored');
    await shown.close();
  });
});

describe('one of several responses of a request', () => {
  it('is compared with the one before by a button, once it is here', async () => {
    const { body, snapshot } = stateScene('done');
    const place = { index: 2, count: 3 };
    const shown = await openStates(host, { body, snapshot: { ...snapshot, place } });
    const compare = shown.page.getByRole('button', { name: 'Compare with Previous' });
    await compare.click();
    const { exchangeId } = snapshot;
    await expect.poll(() => shown.received).toContainEqual({ type: 'compare', exchangeId });
    const streaming = stateScene('streaming');
    await shown.show({ ...streaming, snapshot: { ...streaming.snapshot, place } });
    expect(await compare.isVisible()).toBe(false);
    await shown.close();
  });
});

describe('the way to look at a body', () => {
  it('stays for the next answer of the same type', async () => {
    const { body, snapshot } = stateScene('done');
    const shown = await openStates(host, { body, snapshot });
    const pressed = (mode: string) => shown.page.getByTestId(`mode-${mode}`).getAttribute('aria-pressed');
    await shown.page.getByTestId('mode-raw').click();
    await shown.show({ body, snapshot: { ...snapshot, exchangeId: 'next' } });
    await expect.poll(() => pressed('raw')).toBe('true');
    const { response } = snapshot;
    const other = response && { ...response, mediaType: 'application/problem+json' };
    await shown.show({ body, snapshot: { ...snapshot, exchangeId: 'other', response: other } });
    await expect.poll(() => pressed('pretty')).toBe('true');
    await shown.close();
  });
});

describe('a request that waits', () => {
  it('keeps the response before on screen, dimmed and named with its age', async () => {
    const done = stateScene('done');
    const endedAt = Date.now() - 125_000;
    const shown = await openStates(host, { ...done, snapshot: { ...done.snapshot, endedAt } });
    await shown.show(stateScene('pending'));
    expect(await shown.page.getByTestId('previous').innerText()).toMatch(
      /^Previous response, 2 min \d s ago/,
    );
    await shown.close();
  });

  it('is given more time, and says how much it may take then', async () => {
    const pending = stateScene('pending');
    const { snapshot } = pending;
    const shown = await openStates(host, pending);
    await shown.page.getByTestId('extend').click();
    await expect
      .poll(() => shown.received)
      .toContainEqual({ type: 'extend', exchangeId: snapshot.exchangeId });
    const { exchangeId, state, phase, elapsed, received, expected } = snapshot;
    const progress = { exchangeId, state, phase, elapsed, received, expected, limit: 60_000 };
    shown.channel.post({ type: 'progress', progress });
    await expect.poll(() => shown.page.getByTestId('status').innerText()).toContain('of 60 s');
    await shown.show({ ...pending, snapshot: { ...snapshot, exchangeId: 'endless', limit: undefined } });
    await shown.page.getByTestId('extend').waitFor({ state: 'hidden' });
    await shown.close();
  });
});

describe('the card of a failure', () => {
  it('names error, phase, target, limit and what was received', async () => {
    const { body, snapshot } = stateScene('failed');
    const failure = snapshot.failure && { ...snapshot.failure, target: '127.0.0.1:8080', limit: 1000 };
    const shown = await openStates(host, { body, snapshot: { ...snapshot, failure } });
    const facts = shown.page.getByTestId('failure-facts');
    expect((await facts.locator('dt, dd').allInnerTexts()).join(' | ')).toBe(
      'Error | BodyTruncated | During | receiving | Target | 127.0.0.1:8080 | Limit | 1 s | Received | 300 of 426 bytes',
    );
    expect(await shown.page.getByTestId('end-mark').innerText()).toContain('300 B of 426 B were received');
    await expect
      .poll(() => shown.page.getByTestId('body').locator('.cm-content').innerText())
      .toContain('{"id"');
    await shown.close();
  });

  it('shows the certificate that is not trusted, and trusts it on demand', async () => {
    const shown = await openStates(host, { body: new Uint8Array(), snapshot: untrusted });
    const { page } = shown;
    const card = page.getByTestId('failure');
    const text = await card.innerText();
    for (const part of ['self-signed', 'CN=localhost', fingerprint, 'Nothing was sent.', '127.0.0.1:8443'])
      expect(text).toContain(part);
    expect(await page.getByTestId('certificate').isVisible()).toBe(false);
    await card.getByText('Certificates', { exact: true }).click();
    await page.getByTestId('certificate').waitFor();
    await page.getByTestId('trust-certificate').click();
    await expect
      .poll(() => shown.received)
      .toContainEqual({ type: 'trustCertificate', exchangeId: untrusted.exchangeId });
    await shown.close();
  });

  it('says where a request without a network was sent from, and offers no certificate', async () => {
    const shown = await openStates(host, stateScene('offline'));
    const text = await shown.page.getByTestId('failure').innerText();
    expect(text).toContain('No network from the container api.');
    expect(text).toMatch(/Sent from\s+the container api/);
    expect(await shown.page.getByTestId('trust-certificate').isVisible()).toBe(false);
    await shown.close();
  });
});
