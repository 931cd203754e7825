/**
 * A suite of 200 requests with 500 assertions in VS Code's Test Explorer, by a person's hands: what is listed, and what a run
 * comes to.
 */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRawServer, type RawServer } from '../sandbox/index.ts';
import { openWorkbench, takePicture, type Workbench } from './workbench.ts';

const requests = 200;
/** Every twentieth expects another number than comes. */
const fails = (index: number): boolean => index % 20 === 7;
const failing = Array.from({ length: requests }, (_, index) => index).filter(fails);

/** Two or three assertions a request, 500 in all. */
function suite(url: string): string {
  const request = (index: number): string =>
    [
      `### Number ${index}`,
      `GET ${url}/number/${index}`,
      '',
      '?? status == 200',
      `?? body $.n == ${fails(index) ? 1000 + index : index}`,
      ...(index % 2 === 0 ? ['?? header content-type includes json'] : []),
      '',
    ].join('\n');
  return Array.from({ length: requests }, (_, index) => request(index)).join('\n');
}

const handlers = (url: string): string => `### Handled
GET ${url}/number/1

> {%
  client.log("it says", response.body.n);
  client.test("is one", () => client.assert(response.body.n === 1, "it is not one"));
  client.test("is two", () => client.assert(response.body.n === 2, "it is not two"));
%}

?? status == 200
?? body $.n == 2
`;

let server: RawServer;
let workbench: Workbench;

beforeAll(async () => {
  server = await startRawServer({
    respond: ({ head }) => {
      const body = `{"n":${/\/number\/(\d+)/.exec(head)?.[1] ?? 'null'}}`;
      return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    },
  });
  workbench = await openWorkbench({
    files: {
      'suite.http': suite(server.url),
      'more/handled.http': handlers(server.url),
      'plain.http': `GET ${server.url}/plain\n`,
      '.vscode/settings.json': '{}',
    },
    settings: { 'editor.minimap.enabled': false },
  });
});
afterAll(async () => {
  await workbench.close();
  await server.close();
});

const testing = (): Locator => workbench.page.locator('.testing-view-pane');
const row = (label: string | RegExp): Locator =>
  testing().locator('.monaco-list-row').filter({ hasText: label }).first();
const sent = (): number => server.requests.length;

/** Does what the button of a row does that the pointer shows. */
async function press(label: string | RegExp, action: RegExp): Promise<void> {
  await row(label).hover();
  await row(label).getByRole('button', { name: action }).first().click();
}

describe('a suite in the Test Explorer', () => {
  it('is offered where no file is open yet, and lists only files with tests', async () => {
    const { page } = workbench;
    await page
      .locator('.activitybar')
      .getByRole('tab', { name: /HTTP Sessions/ })
      .waitFor();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill('>HTTP: Show Tests');
    await page.locator('.quick-input-list').getByText('HTTP: Show Tests').first().click();
    await row('suite.http').waitFor();
    await row('more').waitFor();
    expect(await row('plain.http').count()).toBe(0);
  });

  it('runs 200 requests, and tells each of 500 assertions', async () => {
    await press('suite.http', /^Run Test/);
    await expect
      .poll(() => workbench.page.locator('.result-summary').first().innerText(), { timeout: 90_000 })
      .toContain(`${500 - failing.length}/500`);
    expect(sent()).toBe(requests);
    expect(await row('suite.http').getAttribute('aria-label')).toMatch(/Failed/);
    await takePicture('tests-suite');
  });
});
