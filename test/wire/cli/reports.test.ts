import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { parseInvocation, type Command } from '../../../src/extension/cli/args.ts';
import { runSuite } from '../../../src/extension/cli/suite/suite.ts';
import { createTerminal } from '../../../src/extension/cli/terminal.ts';
import { readJson, readReports, readTap, reportOptions } from './readReports.ts';
import { here } from './runCli.ts';
import { sandbox } from './sandbox.ts';

/** 200 requests with 500 assertions, of which 5 do not hold; nobody answers the 100th. */
function suite(change: (number: number, url: string) => string = (_, url) => url): string {
  const requests = Array.from({ length: 200 }, (_, index) => {
    const number = index + 1;
    const url = number === 100 ? 'http://127.0.0.1:1/' : `${sandbox.url}/get?n=${number}`;
    const asserts = [`?? status == ${number % 40 === 0 ? 404 : 200}`, `?? body $.args.n == ${number}`];
    if (number % 2 === 0) asserts.push('?? header content-type includes json');
    return `### r${number}\nGET ${change(number, url)}\n\n${asserts.join('\n')}\n`;
  });
  return requests.join('\n');
}

function parsedCommand(...words: readonly string[]): { readonly command: Command } {
  const invocation = parseInvocation(words);
  if (invocation.kind !== 'command') throw new Error('It is no command.');
  return invocation;
}

describe('a suite of 200 requests with 500 assertions', () => {
  it('says the same in every report and on the terminal', async () => {
    const { run, folder } = await here({ 'a.http': suite() });
    const { code, out, err } = await run('send', 'a.http', ...reportOptions);
    const { json, junit, tap, html } = await readReports(folder);
    expect(json.state).toBe('ended');
    expect(json.counts).toEqual({
      requests: { total: 200, passed: 194, failed: 5, error: 1, skipped: 0, notRun: 0 },
      tests: { total: 500, passed: 492, failed: 5, notRun: 3 },
    });
    expect(junit).toEqual({ tests: 501, failures: 5, errors: 1, skipped: 3 });
    expect(tap).toEqual({ ok: false, count: 200, pass: 194, fail: 6, skip: 0, bailout: false });
    expect(html.match(/<details class="\w+"/g)).toHaveLength(200);
    expect(html.match(/<details class="(?:failed|error)"/g)).toHaveLength(6);
    expect([code, out]).toEqual([3, '']);
    expect(err.match(/^✕ /gm)).toHaveLength(6);
    expect(err).toMatch(
      /\n200 requests: 194 passed, 5 failed, 1 without an answer · 500 assertions: 492 hold, 5 do not, 3 not checked · [^\n]+\n$/,
    );
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves valid reports that say what did not run after %s in the middle',
    async (signal) => {
      const hang = (number: number, url: string): string => (number === 50 ? `${sandbox.url}/delay/10` : url);
      const { start, folder } = await here({ 'a.http': suite(hang) });
      const { process, ended } = start('send', 'a.http', ...reportOptions);
      await vi.waitFor(async () => expect((await readJson(folder)).counts.requests['passed']).toBe(48), {
        timeout: 15_000,
        interval: 50,
      });
      process.kill(signal);
      const { code, err } = await ended;
      const { json, junit, tap, html } = await readReports(folder);
      expect(code).toBe({ SIGINT: 130, SIGTERM: 143, SIGKILL: null }[signal]);
      expect(json.state).toBe(signal === 'SIGKILL' ? 'running' : 'interrupted');
      expect(json.counts.requests).toMatchObject({ total: 200, passed: 48, failed: 1, notRun: 151 });
      expect(json.iterations[0]?.requests[199]?.reason).toBe(
        signal === 'SIGKILL' ? 'the run did not come to it' : 'the run was interrupted',
      );
      expect(junit).toEqual({ tests: 500, failures: 1, errors: 0, skipped: 378 });
      expect(tap).toMatchObject({
        ok: false,
        fail: 1,
        skip: 151,
        bailout: expect.stringMatching(/^The run /),
      });
      expect(html.match(/<details class="notRun"/g)).toHaveLength(151);
      expect(html).toContain('<p class="note" role="status">The run ');
      if (signal !== 'SIGKILL') expect(err).toContain('200 requests: 48 passed, 1 failed, 151 not run');
      expect((await readdir(path.join(folder, 'r'))).sort()).toEqual([
        'junit.xml',
        'page.html',
        'run.json',
        'run.tap',
      ]);
    },
  );
});

describe('reports', () => {
  it('go to the output as TAP, which says that it was interrupted', async () => {
    const text = `### one\nGET ${sandbox.url}/get\n\n### two\nGET ${sandbox.url}/delay/10\n\n### three\nGET ${sandbox.url}/get\n`;
    const { start } = await here({ 'a.http': text });
    const { process, ended } = start('send', 'a.http', '--report', 'tap');
    process.stdout?.once('data', () => process.kill('SIGINT'));
    const { code, out } = await ended;
    expect(code).toBe(130);
    expect(out).toMatch(/^TAP version 14\nok 1 - one # time=\d+ms\nok 2 - two # SKIP it was interrupted/);
    expect(readTap(out)).toMatchObject({ ok: false, bailout: 'The run was interrupted.' });
  });

  it('are whole and say what did not run when nobody reads the output any more', async () => {
    const slow = `### slow\nGET ${sandbox.url}/delay/0.2\n\n`;
    const { start, folder } = await here({
      'a.http': `### one\nGET ${sandbox.url}/get\n\n${slow.repeat(30)}`,
    });
    const { process, ended } = start('send', 'a.http', '--report', 'json=r/run.json', '--report', 'tap');
    process.stdout?.once('data', () => process.stdout?.destroy());
    const { code, err } = await ended;
    expect([code, err.includes('EPIPE')]).toEqual([0, false]);
    const { state, counts } = await readJson(folder);
    expect([state, counts.requests['total']]).toEqual(['interrupted', 31]);
    expect(counts.requests['notRun']).toBeGreaterThan(20);
  });

  it('annotate for GitHub, with paths from the top of the repository', async () => {
    const { run, folder } = await here(
      { 'api/a.http': `GET ${sandbox.url}/get\n\n?? status == 404\n` },
      { GITHUB_WORKSPACE: '/nowhere' },
    );
    const { code, out } = await run('send', 'api/a.http', '--report', 'github');
    const file = path.posix.relative('/nowhere', path.posix.join(folder, 'api/a.http'));
    expect([code, out]).toEqual([
      4,
      `::error file=${file},title=GET ${sandbox.url.replace(':', '%3A').replace(/:(\d)/, '%3A$1')}/get%3A status == 404,line=3::Expected == 404, but it was 200.\n`,
    ]);
  });

  it('are a page beside the annotations where GitHub names a file for it', async () => {
    const { run, folder } = await here(
      { 'a.http': `### one\nGET ${sandbox.url}/get\n\n?? status == 404\n`, 'page.md': 'before\n' },
      { GITHUB_STEP_SUMMARY: 'page.md' },
    );
    expect((await run('send', 'a.http', '--report', 'github')).code).toBe(4);
    expect(await readFile(path.join(folder, 'page.md'), 'utf8')).toMatch(
      /^before\n<h3>HTTP Sessions<\/h3>\n<p>1 request: 1 failed · 1 assertion: 1 does not · [^<]+<\/p>\n<table>.*<code>a\.http:4<\/code>/,
    );
    await rm(path.join(folder, 'page.md'));
    expect((await run('send', 'a.http', '--report', 'json=r.json')).code).toBe(4);
    expect(await readdir(folder)).not.toContain('page.md');
  });

  it('are alone on a terminal where they are TAP, with the counts below', async () => {
    const { folder } = await here({
      'a.http': `### one\nGET ${sandbox.url}/get\n\n### two\nGET ${sandbox.url}/get\n\n?? status == 404\n`,
    });
    const { command } = parsedCommand('send', path.join(folder, 'a.http'), '--report', 'tap');
    let seen = '';
    const stream = { isTTY: true, write: (piece: string | Uint8Array) => (seen += String(piece)) };
    const terminal = createTerminal({ out: stream, err: stream, environment: { NO_COLOR: '1' } });
    const { signal } = new AbortController();
    expect(await runSuite({ command, terminal, signal, version: '1' })).toBe(4);
    const [tap = '', below] = seen.split(/(?<=\n1\.\.2\n)/);
    expect(readTap(tap)).toMatchObject({ ok: false, count: 2, pass: 1, fail: 1 });
    expect(seen).not.toMatch(/[\r\x1b✓✕]/);
    expect(below).toMatch(/^\n2 requests: 1 passed, 1 failed/);
  });

  it('hold no secret', async () => {
    const { run, folder } = await here({
      'http-client.private.env.json': '{"dev": {"token": "s3cr3t t0ken"}}',
      'a.http': [
        `### {{token}}\nGET ${sandbox.url}/get?key={{token}}\nAuthorization: Bearer {{token}}\n\n?? body $.args.key == {{token}}x`,
        '### two\nGET http://127.0.0.1:1/{{token}}',
      ].join('\n\n'),
    });
    const { code, err } = await run('send', 'a.http', '-e', 'dev', ...reportOptions);
    const reports = JSON.stringify(await readReports(folder));
    expect(code).toBe(3);
    expect(reports).toContain('••••••');
    for (const text of [reports, err]) expect(text).not.toMatch(/s3cr3t(?: |%20|\+)t0ken/);
  });

  it('are files that others may read, in folders that are made; no link is written through', async () => {
    const { run, folder } = await here({ 'a.http': `GET ${sandbox.url}/get\n`, 'other.txt': 'other' });
    expect(await run('send', 'a.http', '--report', 'json=out/deep/r.json')).toMatchObject({ code: 0 });
    expect((await stat(path.join(folder, 'out/deep/r.json'))).mode & 0o444).toBe(0o444);
    await symlink(path.join(folder, 'other.txt'), path.join(folder, 'link.xml'));
    const linked = await run('send', 'a.http', '--report', 'junit=link.xml');
    expect([linked.code, linked.err]).toEqual([
      1,
      expect.stringMatching(/^Cannot write the report link\.xml: /),
    ]);
    await writeFile(path.join(folder, 'file'), '');
    const below = await run('send', 'a.http', '--report', 'junit=file/r.xml');
    expect([below.code, below.err]).toEqual([
      1,
      expect.stringMatching(/^Cannot write the report file\/r\.xml/),
    ]);
  });

  it('that cannot be written any more end a run with 3', async () => {
    const { start, folder } = await here({ 'a.http': `GET ${sandbox.url}/delay/1\n` });
    const { ended } = start('send', 'a.http', '--report', 'json=r/run.json');
    await vi.waitFor(() => readJson(folder), { timeout: 10_000 });
    await rm(path.join(folder, 'r'), { recursive: true });
    await writeFile(path.join(folder, 'r'), 'a file where the folder was');
    const { code, err } = await ended;
    expect([code, err]).toEqual([3, expect.stringContaining('Cannot write the report r/run.json')]);
  });
});
