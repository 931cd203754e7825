import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/extension/cli/args.ts';
import { isSuite, parseInvocation } from '../../../src/extension/cli/args.ts';
import { commandNames, helpText } from '../../../src/extension/cli/options.ts';

function command(...words: string[]): Command {
  const invocation = parseInvocation(words);
  if (invocation.kind !== 'command') throw new Error(JSON.stringify(invocation));
  return invocation.command;
}

function complaint(...words: string[]): string {
  const invocation = parseInvocation(words);
  return invocation.kind === 'usage' ? invocation.message : `understood: ${invocation.kind}`;
}

describe('command line', () => {
  it('reads options before and after the file', () => {
    const { name, files, environment, json, variables } = command(
      'send',
      '-e',
      'dev',
      'a.http',
      '--json',
      '--var',
      'host=x=y',
      '--var',
      'empty=',
    );
    expect({ name, files, environment, json }).toEqual({
      name: 'send',
      files: ['a.http'],
      environment: 'dev',
      json: true,
    });
    expect(variables).toEqual([
      ['host', 'x=y'],
      ['empty', ''],
    ]);
  });

  it('follows redirects and verifies certificates unless told otherwise', () => {
    expect(command('send', 'a.http')).toMatchObject({
      followRedirects: true,
      insecure: false,
      allowScripts: false,
      allowRead: [],
    });
    expect(command('send', 'a.http', '--no-redirect', '--insecure')).toMatchObject({
      followRedirects: false,
      insecure: true,
    });
  });

  it('takes limits as they are typed and leaves the others alone', () => {
    const given = command('send', 'a.http', '--limit-body-bytes', '64k', '--limit-encodings', '0');
    expect(given.limits).toEqual({ bodyBytes: 65_536, encodings: 0 });
    expect(command('send', 'a.http', '--limit-body-bytes', '2G').limits).toEqual({ bodyBytes: 2 ** 31 });
    expect(command('send', 'a.http').limits).toEqual({});
  });

  it('takes many files, but prepares one', () => {
    expect(command('list', 'a.http', 'b.http').files).toEqual(['a.http', 'b.http']);
    expect(command('send', 'a.http', 'b.http').files).toEqual(['a.http', 'b.http']);
    expect(complaint('prepare', 'a.http', 'b.http')).toBe('"prepare" takes one file at a time.');
  });

  it.each([
    [['a.http'], false],
    [['a.http', '--tags', 'smoke', '--retry', '1', '--bail'], false],
    [['a.http', 'b.http'], true],
    [['a.http', '--report', 'tap'], true],
    [['a.http', '--data', 'users.csv'], true],
    [['a.http', '--repeat', '1'], true],
    [['a.http', '--parallel', '4'], true],
  ])('prints results instead of answers for %j: %s', (words, expected) => {
    expect(isSuite(command('send', ...words))).toBe(expected);
  });

  it('reads reports and tags', () => {
    const words = ['--report', 'junit=out/r.xml', '--report', 'tap', '--report', 'github'];
    const { reports, selection } = command('send', 'a.http', ...words, '--tags', 'smoke, api,!slow');
    expect(reports).toEqual([
      { format: 'junit', file: 'out/r.xml' },
      { format: 'tap', file: undefined },
      { format: 'github', file: undefined },
    ]);
    expect(selection.tags).toEqual({ wanted: ['smoke', 'api'], unwanted: ['slow'] });
  });

  it.each([
    [[], 'A command is missing: list, prepare or send.'],
    [['run', 'a.http'], 'Unknown command "run": use list, prepare or send.'],
    [['send'], '"send" needs a file.'],
    [['send', 'a.http', '--line', '0'], '--line needs a whole number from 1, not "0".'],
    [['send', 'a.http', '--line', '2x'], '--line needs a whole number from 1, not "2x".'],
    [['send', 'a.http', '--timeout', 'soon'], '--timeout needs seconds above 0, not "soon".'],
    [['send', 'a.http', '--total-timeout', '0'], '--total-timeout needs seconds above 0, not "0".'],
    [
      ['send', 'a.http', '--limit-body-bytes', '5 MB'],
      '--limit-body-bytes needs a number of bytes such as 4096, 64k or 10M, not "5 MB".',
    ],
    [
      ['list', 'a.http', '--dialect', 'postman'],
      '--dialect needs rest-client, jetbrains or httpyac, not "postman".',
    ],
    [['send', 'a.http', '--report', 'xml=a'], '--report needs junit, json, html, tap or github, not "xml".'],
    [['send', 'a.http', '--report', 'junit'], '--report junit needs a file: junit=FILE.'],
    [
      ['send', 'a.http', '--report', 'github=a'],
      '--report github is read from the output and takes no file.',
    ],
    [
      ['send', 'a.http', '--report', 'tap', '--json'],
      '--json and --report tap both go to the output: use tap=FILE.',
    ],
    [['send', 'a.http', '--report', 'tap=a', '--report', 'json=a'], 'Two reports would go to a.'],
    [['send', 'a.http', '--tags', 'a,,b'], '--tags needs tags such as smoke,!slow, not "a,,b".'],
    [['send', 'a.http', '--repeat', '0'], '--repeat needs a whole number from 1, not "0".'],
    [
      ['send', 'a.http', '--stream', '--repeat', '2'],
      '--stream shows one answer at a time: leave out --report, --data, --repeat and --parallel.',
    ],
    [['send', 'a.http', 'b.http', '--line', '2'], '--line means one file; several were given.'],
    [['send', 'a.http', '--var', '=x'], '--var needs NAME=VALUE, not "=x".'],
    [['send', 'a.http', '--key', 'k.pem'], '--key needs --cert.'],
    [['send', 'a.http', '--name', 'a', '--line', '1'], 'Use --name or --line, not both.'],
    [['send', 'a.http', '--nope'], 'Unknown option --nope: see http-sessions help.'],
    [['send', 'a.http', '--cookiejar', 'f'], 'Unknown option --cookiejar: did you mean --cookie-jar?'],
    [['send', 'a.http', '--max', '3'], 'Unknown option --max: did you mean --max-redirects?'],
    [['send', 'a.http', '-x'], 'Unknown option -x: see http-sessions help.'],
    [['snd', 'a.http'], 'Unknown command "snd": did you mean send?'],
    [['help', 'sned'], 'Unknown command "sned": did you mean send?'],
  ])('says in one sentence what is wrong with %j', (words, message) => {
    expect(complaint(...words)).toBe(message);
  });

  it('answers help and version before anything else', () => {
    expect(parseInvocation(['--help'])).toEqual({ kind: 'help', command: undefined });
    expect(parseInvocation(['help'])).toEqual({ kind: 'help', command: undefined });
    expect(parseInvocation(['send', '-h'])).toEqual({ kind: 'help', command: 'send' });
    expect(parseInvocation(['help', 'list'])).toEqual({ kind: 'help', command: 'list' });
    expect(parseInvocation(['-v']).kind).toBe('version');
  });
});

describe('help', () => {
  it('names every command, and the options of each under their groups', () => {
    expect(helpText()).toMatch(
      /^Usage: http-sessions COMMAND FILE \[options\]\n[^]*\nExit codes: 0 ok, 1 usage[^]* 3 more than 4\.\n$/,
    );
    for (const name of commandNames) {
      expect(helpText()).toContain(`\n  ${name} FILE`);
      expect(helpText(name)).toContain(`Usage: http-sessions ${name} FILE`);
    }
    expect(helpText('send')).toMatch(
      /\nVariables, sessions and files:\n[^:]* --cookie-jar FILE +read cookies/,
    );
    expect(helpText('list')).not.toContain('--cookie-jar');
    expect(helpText('list')).not.toContain('Connections:');
  });

  it('fits a terminal of 80 columns, with its descriptions below each other', () => {
    for (const name of commandNames) {
      const rows = helpText(name).split('\n');
      expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(80);
      const columns = rows
        .filter((row) => /^ .*--/.test(row))
        .map((row) => /^ .*?\S {2,}(?=[^\s-])/.exec(row));
      expect(new Set(columns.map((column) => column?.[0].length)).size).toBe(1);
    }
  });
});
