import { describe, expect, it } from 'vitest';
import { wire, type World } from '../semantics/wire.ts';
import { reading } from './reading.ts';

/** What `{{reference}}` gives on 2026-11-23 at 10:20:30.456 UTC; the reason when it gives nothing. */
function value(reference: string, world: World = {}): string {
  const [, header = '', problem] = wire(`@key = NAME\nGET https://a.test\nX: {{${reference}}}`, world).split(
    '\n',
  );
  return problem ?? header.slice(3);
}

describe('1b guid/uuid', () => {
  it.each(['$guid', '$uuid', '$random.uuid'])('{{%s}} is a UUID', (name) => {
    expect(value(name)).toBe('88888888-8888-4888-a888-888888888888');
  });
});

describe('1b timestamp', () => {
  it('counts seconds, moved by an offset', () => {
    expect(value('$timestamp')).toBe('1795429230');
    expect(value('$timestamp -1 d')).toBe('1795342830');
    expect(value('$timestamp 500 ms')).toBe('1795429230');
  });
});

describe('1b iso/date', () => {
  it('is the time in UTC', () => {
    expect(value('$isoTimestamp')).toBe('2026-11-23T10:20:30.456Z');
    expect(value('$date')).toBe('2026-11-23');
  });
});

describe('1b datetime', () => {
  it.each([
    ['$datetime iso8601', '2026-11-23T10:20:30.456Z'],
    ['$datetime rfc1123', 'Mon, 23 Nov 2026 10:20:30 GMT'],
    ['$datetime "DD-MM-YYYY" 1 y', '23-11-2027'],
    ['$localDatetime "YYYY-MM-DD HH:mm Z"', '2026-11-23 11:20 +01:00'],
  ])('{{%s}} is %s, with the tokens of Day.js', (reference, expected) => {
    expect(value(reference)).toBe(expected);
  });

  it('reads a format with `yyyy` with the tokens of .NET', () => {
    expect(value('$datetime "dd-MM-yyyy"')).toBe('23-11-2026');
    expect(value('$datetime "dd-MM-YYYY"')).toBe('Mo-11-2026');
  });
});

describe('1b random int', () => {
  it('lies between two ends, the upper one excluded, 0 and 1000 without them', () => {
    expect(value('$randomInt 5 200')).toBe('102');
    expect(value('$randomInt')).toBe('500');
    expect(value('$randomInt', { scope: { random: () => 0.9999 } })).toBe('999');
  });
});

describe('1b random.*', () => {
  it.each([
    ['$random.integer(1, 9)', '5'],
    ['$random.integer(10)', '5'],
    ['$random.integer', '500'],
    ['$random.float(1, 2)', '1.5'],
    ['$random.alphabetic(3)', 'AAA'],
    ['$random.alphanumeric(2)', 'FF'],
    ['$random.hexadecimal(4)', '8888'],
    ['$random.email', 'nnnnnnnn@example.com'],
  ])('{{%s}} is %s', (reference, expected) => {
    expect(value(reference)).toBe(expected);
  });
});

describe('1b process env', () => {
  const processEnv = (name: string) => (name === 'NAME' ? 'ann' : undefined);

  it('is read in both spellings, and by a variable that holds the name', () => {
    for (const reference of ['$processEnv NAME', '$env.NAME', '$processEnv %key']) {
      expect(value(reference, { scope: { processEnv } })).toBe('ann');
    }
  });

  it('says that a variable is missing', () => {
    expect(value('$processEnv NOPE', { scope: { processEnv } })).toContain(
      'the process has no variable NOPE',
    );
  });
});

describe('1b dotenv', () => {
  const sources: World['sources'] = [
    { kind: 'dotenv', origin: '.env', text: 'NAME=far\nFAR=far' },
    { kind: 'dotenv', origin: 'near/.env', text: 'NAME=near' },
    { kind: 'dotenv', origin: 'near/.env.dev', text: 'NAME=dev', environment: 'dev' },
  ];

  it('is the nearest file, overlaid by the one of the environment', () => {
    expect(value('$dotenv NAME', { sources })).toBe('near');
    expect(value('$dotenv %key', { sources, environment: 'dev' })).toBe('dev');
    expect(value('FAR', { sources })).toBe('far');
  });
});

describe('1b other system vars', () => {
  it('has the shared environment', () => {
    const sources: World['sources'] = [
      { kind: 'settings', origin: 'settings', value: { $shared: { v: '1' } } },
    ];
    expect(value('$shared v', { sources })).toBe('1');
  });

  it('has the folder of the project, and the one in which JetBrains keeps responses', () => {
    const scope = { projectRoot: '/home/ann/api' };
    expect(value('$projectRoot', { scope })).toBe('/home/ann/api');
    expect(value('$historyFolder', { scope })).toBe('/home/ann/api/.idea/httpRequests');
    expect(value('$historyFolder', { scope: { projectRoot: 'C:\\api' } })).toBe(
      'C:\\api\\.idea\\httpRequests',
    );
  });

  it('does not give a folder that nobody may know', () => {
    expect(reading('GET https://a.test/{{$projectRoot}}')).toContain(
      'the folder of the project is not known',
    );
  });

  it.each([
    ['$auth.token("id")', 'no "Security.Auth" is named "id"'],
    ['$aadToken new', 'Microsoft is asked for the token'],
    ['$aadV2Token', 'Microsoft is asked for the token'],
    ['$githubToken', 'GitHub is asked for the token'],
    ['$oidcAccessToken', 'in an environment file and write {{$auth.token("ID")}}\n? information not-run-yet'],
  ])('says why {{%s}} has no value', (reference, reason) => {
    const read = reading(`GET https://a.test\nAuthorization: Bearer {{${reference}}}`);
    expect(read).toContain('! UnresolvedVariable header:2 ');
    expect(read).toContain(reason);
  });
});
