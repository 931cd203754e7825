import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { githubPage } from '../../../../src/extension/cli/reports/githubPage.ts';
import { githubAnnotations, githubSummary } from '../../../../src/extension/cli/reports/githubReport.ts';
import { htmlReport } from '../../../../src/extension/cli/reports/htmlReport.ts';
import { jsonReport } from '../../../../src/extension/cli/reports/jsonReport.ts';
import { junitReport } from '../../../../src/extension/cli/reports/junitReport.ts';
import { createTapStream, tapReport } from '../../../../src/extension/cli/reports/tapReport.ts';
import {
  errorRecord,
  failedRecord,
  failedTest,
  hostile,
  iterationRecord,
  notRunRecord,
  requestRecord,
  runRecord,
  testResult,
} from './sampleRun.ts';

describe('JUnit', () => {
  it('has a case for each assertion, and one for a request without an answer', () => {
    expect(junitReport(runRecord())).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
        <testsuite name="api.http" package="api.http" id="0" timestamp="2026-01-02T03:04:05" hostname="localhost" tests="6" failures="1" errors="1" skipped="3" time="0.089">
          <properties><property name="environment" value="dev"></property><property name="state" value="ended"></property><property name="version" value="1.2.3"></property></properties>
          <testcase name="status == 200" classname="login" time="0.084"></testcase>
          <testcase name="body $.id == 1" classname="login" time="0.000"><failure message="Expected == 1, but it was 2." type="AssertionFailed">api.http:8: Expected == 1, but it was 2.</failure></testcase>
          <testcase name="GET https://a.test/me" classname="me" time="0.005"><error message="ConnectRefused: Connection to a.test:443 was refused. Start the server." type="ConnectRefused">api.http:12: ConnectRefused: Connection to a.test:443 was refused. Start the server.</error></testcase>
          <testcase name="status == 200" classname="me" time="0.000"><skipped message="There was no whole answer to check."></skipped></testcase>
          <testcase name="POST https://a.test/login" classname="old" time="0.000"><skipped message="it is disabled"></skipped></testcase>
          <testcase name="status == 200" classname="last" time="0.000"><skipped message="the run was interrupted"></skipped></testcase>
          <system-out>login: id is 2&#10;# Subtest: no&#10;</system-out>
          <system-err></system-err>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('has a suite for each way through the file', () => {
    const iterations = [1, 2].map((row) => ({ ...iterationRecord([requestRecord()]), row }));
    const report = junitReport(runRecord({ iterations }));
    expect(report.match(/<testsuite name="[^"]*"/g)).toEqual([
      '<testsuite name="api.http, row 1"',
      '<testsuite name="api.http, row 2"',
    ]);
  });
});

describe('JSON', () => {
  it('holds the counts and every request with null for what is not known', () => {
    const report: unknown = JSON.parse(jsonReport(runRecord()));
    expect(report).toMatchObject({
      format: 1,
      state: 'ended',
      startedAt: '2026-01-02T03:04:05.678Z',
      durationMs: 1234,
      environment: 'dev',
      counts: {
        requests: { total: 4, passed: 0, failed: 1, error: 1, skipped: 1, notRun: 1 },
        tests: { total: 4, passed: 1, failed: 1, notRun: 2 },
      },
      iterations: [
        {
          row: null,
          requests: [
            { name: 'login', tests: [{ outcome: 'passed', message: null }, { actual: '2' }] },
            { name: 'me', status: null, error: { name: 'ConnectRefused' }, attempts: 2 },
            { reason: 'it is disabled' },
            { outcome: 'notRun' },
          ],
        },
      ],
    });
  });
});

describe('TAP', () => {
  it('has a point for each request, and its assertions as a subtest', () => {
    expect(tapReport(runRecord())).toMatchInlineSnapshot(`
      "TAP version 14
      1..4
      # | id is 2
      # | # Subtest: no
      # Subtest: login
          ok 1 - status == 200
          not ok 2 - body $.id == 1
            ---
            message: "Expected == 1, but it was 2."
            expected: "== 1"
            actual: "2"
            file: "api.http"
            line: 8
            ...
          1..2
      not ok 1 - login # time=84ms
        ---
        message: "An assertion does not hold."
        file: "api.http"
        line: 3
        ...
      # Subtest: me
          ok 1 - status == 200 # SKIP There was no whole answer to check.
          1..1
      not ok 2 - me # time=5ms
        ---
        message: "ConnectRefused: Connection to a.test:443 was refused. Start the server."
        file: "api.http"
        line: 12
        ...
      ok 3 - old # SKIP it is disabled
      ok 4 - last # SKIP the run was interrupted
      "
    `);
  });

  it('bails out where the run has not come to its end', () => {
    expect(tapReport(runRecord({ state: 'running' }))).toMatch(
      /\n1\.\.4\n[^]*\nBail out! The run has not come/,
    );
  });

  it('says the same in pieces while the run goes on', () => {
    const stream = createTapStream();
    const run = runRecord({
      state: 'interrupted',
      iterations: [iterationRecord([failedRecord, notRunRecord])],
    });
    const text = stream.point(failedRecord, '') + stream.end(run);
    const lines = text.split('\n').filter((line) => /^\S/.test(line));
    expect(lines).toEqual([
      'TAP version 14',
      '# | id is 2',
      '# | # Subtest: no',
      '# Subtest: login',
      'not ok 1 - login # time=84ms',
      'ok 2 - last # SKIP the run was interrupted',
      'Bail out! The run was interrupted.',
    ]);
  });
});

describe('GitHub', () => {
  it('gets an annotation at the line of each failure', () => {
    expect(githubAnnotations(failedRecord, process.cwd())).toBe(
      '::error file=api.http,title=login%3A body $.id == 1,line=8::Expected == 1, but it was 2.\n',
    );
    expect(githubAnnotations(errorRecord, process.cwd())).toBe(
      '::error file=api.http,title=me,line=12::ConnectRefused: Connection to a.test:443 was refused. Start the server.\n',
    );
    expect(githubAnnotations(requestRecord(), process.cwd())).toBe('');
    expect(githubSummary(runRecord({ state: 'interrupted' }))).toBe(
      '::warning title=Not run::1 request did not run, because the run was interrupted.\n',
    );
  });
});

describe('the page of a step on GitHub', () => {
  it('has the counts, and a row for each failure', () => {
    expect(githubPage(runRecord())).toMatchInlineSnapshot(`
      "<h3>HTTP Sessions</h3>
      <p>4 requests: 1 failed, 1 without an answer, 1 skipped, 1 not run · 4 assertions: 1 holds, 1 does not, 2 not checked · 1.2 s</p>
      <table><tr><th>Request</th><th>Where</th><th>What is wrong</th></tr><tr><td>login</td><td><code>api.http:8</code></td><td>body $.id == 1: Expected == 1, but it was 2.</td></tr><tr><td>me</td><td><code>api.http:12</code></td><td>ConnectRefused: Connection to a.test:443 was refused. Start the server.</td></tr></table>
      "
    `);
  });

  it('says that a run was interrupted, and how many rows there are not', () => {
    const failed = Array.from({ length: 203 }, () => failedRecord);
    const page = githubPage(runRecord({ state: 'interrupted', iterations: [iterationRecord(failed)] }));
    expect(page).toContain('<p>The run has not come to its end.</p>');
    expect(page).toContain('<p>3 more are not shown.</p>');
  });

  it('stays one table whatever a server says', () => {
    const evil = { ...failedRecord, tests: [{ ...failedTest, message: `\n\n# Title\n${hostile}` }] };
    const page = githubPage(runRecord({ iterations: [iterationRecord([requestRecord(evil)])] }));
    expect(page).not.toMatch(/\n\n|\n#|<script|[\x00-\x08\x0b-\x1f]/);
  });
});

describe('HTML', () => {
  const page = htmlReport(runRecord());

  it('needs no script and nothing beside it, and its policy allows nothing else', () => {
    expect(page).not.toMatch(/<script|<link|<img|\bon\w+=|style="|https?:\/\/(?!a\.test)/);
    const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  });

  it('opens what failed and says what did not run', () => {
    expect(page.match(/<details[^>]*>/g)).toEqual([
      '<details class="failed" open="">',
      '<details class="error" open="">',
      '<details class="skipped">',
      '<details class="notRun">',
    ]);
    expect(page).toContain('<p class="why">the run was interrupted</p>');
    expect(htmlReport(runRecord({ state: 'interrupted' }))).toContain(
      'The run was interrupted. What did not',
    );
    expect(page).not.toContain('class="note"');
  });
});

describe('what a server or a file says', () => {
  const evil = requestRecord({
    name: hostile,
    url: `https://a.test/${hostile}`,
    outcome: 'failed',
    logs: [{ level: 'log', text: hostile, line: 1 }],
    tests: [
      testResult({ name: hostile }),
      { ...failedTest, name: hostile, actual: hostile, message: hostile },
    ],
  });
  const run = runRecord({
    environment: hostile,
    iterations: [{ ...iterationRecord([evil]), file: hostile }],
  });

  it('stays text in every format', () => {
    for (const markup of [junitReport(run), htmlReport(run)]) {
      expect(markup).not.toMatch(/<script|[\x00-\x08\x0b-\x1f\x7f-\x9f\uffff]/);
      expect(Buffer.from(markup).toString()).toBe(markup);
      expect(markup).toContain('&lt;/testcase&gt;');
    }
    expect(jsonReport(run)).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
    for (const line of tapReport(run).split('\n')) {
      expect(line).toMatch(/^(?:TAP|1\.\.|# Subtest: |# \| |not ok 1 - |Bail|\s|$)/);
      expect(line).not.toMatch(/[\x00-\x08\x0a-\x1f]|^\s*(?:not )?ok.*[^\\]# TODO/);
    }
    const annotations = githubAnnotations(evil, process.cwd());
    expect(annotations.split('\n').filter((line) => line !== '')).toHaveLength(1);
  });
});
