import { describe, expect, it } from 'vitest';
import { dynamicVariables } from '../../../src/language/semantics/index.ts';
import { wire, type World } from './wire.ts';

const world: World = {
  sources: [
    { kind: 'dotenv', origin: '.env', text: 'KEY=from .env' },
    { kind: 'settings', origin: 'settings', value: { $shared: { version: 'v1' } } },
  ],
  scope: {
    processEnv: (name) => (name === 'HOME' ? '/home/ann' : undefined),
    prompts: new Map([
      ['Age', '7'],
      ['', 'plain'],
    ]),
  },
};

/** What `{{$text}}` gives; the reason when it gives nothing. */
function value(text: string): string {
  const [, header = '', problem] = wire(`@key = KEY\nGET https://a.test\nX: {{$${text}}}`, world).split('\n');
  return problem ?? header.slice(3);
}

describe('a dynamic variable', () => {
  it.each([
    ['guid', '88888888-8888-4888-a888-888888888888'],
    ['uuid', '88888888-8888-4888-a888-888888888888'],
    ['random.uuid', '88888888-8888-4888-a888-888888888888'],
    ['timestamp', '1795429230'],
    ['timestamp -1 d', '1795342830'],
    ['isoTimestamp', '2026-11-23T10:20:30.456Z'],
    ['date', '2026-11-23'],
    ['datetime iso8601', '2026-11-23T10:20:30.456Z'],
    ['datetime', '2026-11-23T10:20:30.456Z'],
    ['datetime rfc1123', 'Mon, 23 Nov 2026 10:20:30 GMT'],
    ['datetime iso8601 3 M', '2027-02-23T10:20:30.456Z'],
    ['datetime "YYYY-MM-DD" -1 y', '2025-11-23'],
    ["datetime 'DD/MM/YY H:m' 1 Q", '23/02/27 10:20'],
    [
      'datetime "dddd Do MMMM, dd d, hh:mm A, [at] SSS x X"',
      'Monday 23rd November, Mo 1, 10:20 AM, at 456 1795429230456 1795429230',
    ],
    ['datetime "dd-MM-yyyy"', '23-11-2026'],
    ['datetime "yyyy-MM-ddTHH:mm:ss.fffK"', '2026-11-23T10:20:30.456Z'],
    ['datetime "ddd dd MMM yyyy hh \'Uhr\' tt"', 'Mon 23 Nov 2026 10 Uhr AM'],
    ['localDatetime iso8601', '2026-11-23T11:20:30.456+01:00'],
    ['localDatetime rfc1123', 'Mon, 23 Nov 2026 11:20:30 +0100'],
    ['localDatetime "HH:mm Z ZZ"', '11:20 +01:00 +0100'],
    ['randomInt', '500'],
    ['randomInt 5 200', '102'],
    ['random.integer(1, 9)', '5'],
    ['random.integer(10)', '5'],
    ['random.integer()', '500'],
    ['random.float(1, 2)', '1.5'],
    ['random.alphabetic(3)', 'AAA'],
    ['random.alphanumeric(2)', 'FF'],
    ['random.hexadecimal(4)', '8888'],
    ['random.email', 'nnnnnnnn@example.com'],
    ['processEnv HOME', '/home/ann'],
    ['env.HOME', '/home/ann'],
    ['dotenv KEY', 'from .env'],
    ['dotenv %key', 'from .env'],
    ['shared version', 'v1'],
    ['input Age $value: 3', '7'],
    ['prompt', 'plain'],
  ])('{{$%s}} is %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ['processEnv NOTHING', 'the process has no variable NOTHING'],
    ['dotenv NOTHING', 'NOTHING is not defined in a .env file'],
    ['timestamp yesterday', '"yesterday" is no offset'],
    ['randomInt 9 1', 'the upper end 1 must be greater than 9'],
    ['randomInt one two', 'takes a lower and an upper end'],
    ['random.alphabetic(-1)', 'is no length'],
    ['input Name', '"Name" asks for a value'],
    ['auth.token("a")', 'no "Security.Auth" is named "a"'],
    ['auth.token()', 'the id of a "Security.Auth" belongs in the brackets'],
    ['aadToken', 'Microsoft is asked for the token'],
    ['githubToken scopes:repo', 'GitHub is asked for the token'],
    ['oidcAccessToken', 'is not supported. Describe the sign-in under Security.Auth'],
    ['nothing', 'no dynamic variable is named $nothing'],
  ])('{{$%s}} says why it has no value', (text, reason) => {
    expect(value(text)).toContain(reason);
  });

  it('keeps to the last day of a shorter month', () => {
    const scope = { clock: { now: () => Date.UTC(2024, 0, 31), offset: () => 0 } };
    expect(wire('GET https://a.test/{{$datetime "YYYY-MM-DD" 1 M}}', { scope })).toBe(
      'GET https://a.test/2024-02-29',
    );
  });

  it('has a description for completion', () => {
    for (const { name, signature, description } of dynamicVariables) {
      expect(signature.startsWith(`$${name}`)).toBe(true);
      expect(description).toMatch(/\.$/);
    }
  });
});
