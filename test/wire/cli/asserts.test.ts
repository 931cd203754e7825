import { describe, expect, it } from 'vitest';
import { exchangesIn, here } from './runCli.ts';
import { sandbox } from './sandbox.ts';

const fileOf = (text: string) => here({ 'a.http': text });

describe('@disabled and @sleep', () => {
  it('leave a request out of a whole file only, and wait without counting the time', async () => {
    const { run } = await fileOf(
      [
        `### one\n# @disabled\nGET ${sandbox.url}/status/200`,
        `### two\n# @sleep 1000\nGET ${sandbox.url}/status/200\n\n?? duration < 990`,
      ].join('\n\n'),
    );
    const whole = await run('send', 'a.http', '--json');
    expect([whole.code, exchangesIn(whole).map(({ name }) => name)]).toEqual([0, ['two']]);
    expect(whole.err).toContain('a.http:3: not sent, because it is disabled.');
    const asked = await run('send', 'a.http', '--name', 'one', '--json');
    expect(exchangesIn(asked).map(({ name }) => name)).toEqual(['one']);
  });
});

describe('assertions in a file', () => {
  it('are checked and printed with what was there; one that fails ends with 4', async () => {
    const { run } = await fileOf(
      [
        '@wanted = 200',
        `GET ${sandbox.url}/status/200`,
        '',
        '?? status == {{wanted}}',
        '?? status == 201',
        '?? header x-none exists',
        '?? js response.ok',
        '?? status == {{nothing}}',
      ].join('\n'),
    );
    const result = await run('send', 'a.http', '--json');
    expect(result.code).toBe(4);
    expect(result.err).toContain('Line 7: the assertion is not checked: JavaScript of httpYac is not run.');
    const none = { expected: null, actual: null };
    expect(exchangesIn(result)[0]?.tests).toEqual([
      {
        name: 'status == {{wanted}}',
        line: 4,
        outcome: 'passed',
        expected: '== 200',
        actual: '200',
        message: null,
      },
      {
        ...{ name: 'status == 201', line: 5, outcome: 'failed', expected: '== 201', actual: '200' },
        message: 'Expected == 201, but it was 200.',
      },
      {
        ...{ name: 'header x-none exists', line: 6, outcome: 'failed', expected: 'exists' },
        ...{ actual: 'no such header', message: 'Expected exists, but it was no such header.' },
      },
      {
        ...{ name: 'js response.ok', line: 7, outcome: 'notRun', ...none },
        message: 'Not checked: JavaScript of httpYac is not run.',
      },
      {
        ...{ name: 'status == {{nothing}}', line: 8, outcome: 'failed', ...none },
        message: expect.stringContaining('Not checked, because of {{nothing}}:') as string,
      },
    ]);
    const piped = await run('send', 'a.http');
    expect(piped.code).toBe(4);
    expect(piped.out).toBe('');
    expect(piped.err).toContain(
      '✓ status == {{wanted}}\n✕ line 5: status == 201: Expected == 201, but it was 200.',
    );
    expect(piped.err).toContain('1 of 5 assertions hold, 1 not checked');
  });

  it('end with 0 when all hold, and are not checked without an answer, which ends with 3', async () => {
    const fine = await fileOf(`GET ${sandbox.url}/status/204\n\n?? status == 204\n`);
    expect((await fine.run('send', 'a.http')).code).toBe(0);
    const { run } = await fileOf('GET http://127.0.0.1:1/\n\n?? status == 200\n');
    const result = await run('send', 'a.http', '--json');
    expect(result.code).toBe(3);
    expect(exchangesIn(result)[0]?.tests).toMatchObject([
      { outcome: 'notRun', message: 'There was no whole answer to check.' },
    ]);
  });

  it('look for patterns, and end one that would take for ever', async () => {
    const { run } = await fileOf(
      [
        `POST ${sandbox.url}/anything`,
        '',
        `${'a'.repeat(40)}!`,
        '?? body matches a{40}',
        '?? body matches /A{40}/i',
        '?? body matches (a+)+$',
        '?? body matches a{40}!',
        '?? body matches (',
      ].join('\n'),
    );
    const tests = exchangesIn(await run('send', 'a.http', '--json'))[0]?.tests;
    expect(tests?.map(({ outcome, actual }) => (outcome === 'passed' ? outcome : actual))).toEqual([
      'passed',
      'passed',
      'looking for (a+)+$ took longer than 1 s',
      'passed',
      '( is no regular expression',
    ]);
  });

  it('never show a credential', async () => {
    const { run } = await fileOf(
      `GET ${sandbox.url}/cookies/set?sid=secret\n\n?? header set-cookie includes other\n`,
    );
    const result = await run('send', 'a.http', '--no-redirect');
    expect(result.err).toContain('✕ line 3');
    expect(result.err).not.toContain('secret\n');
    expect(result.err).toMatch(/but it was ••••••/);
  });
});
