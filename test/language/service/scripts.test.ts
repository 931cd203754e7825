import { describe, expect, it } from 'vitest';
import type { MarkupContent, TextEdit } from 'vscode-languageserver-types';
import { openAtCaret } from '../../support/memoryHost.ts';
import { completionLabels } from '../../support/shownHelp.ts';

const afterRequest = (script: string): string => `GET https://example.com\n\n> {%\n${script}\n%}\n`;
const beforeRequest = (script: string): string => `< {%\n${script}\n%}\nGET https://example.com\n`;

async function hoverText(marked: string): Promise<string | undefined> {
  const { service, document, position } = openAtCaret(marked);
  const found = await service.hover(document, position);
  return (found?.contents as MarkupContent | undefined)?.value;
}

describe('completion in a script', () => {
  it('offers what is there after the answer', async () => {
    const labels = await completionLabels(afterRequest('re$0'));
    expect(labels).toEqual(expect.arrayContaining(['client', 'response', 'request', 'crypto', '$random']));
  });

  it('offers no answer before the request', async () => {
    const labels = await completionLabels(beforeRequest('re$0'));
    expect(labels).toContain('request');
    expect(labels).not.toContain('response');
  });

  it.each([
    ['client.$0', 'test assert log exit global variables'],
    ['client.global.headers.$0', 'set clear clearAll'],
    ['client.global.s$0', 'set get isEmpty clear clearAll headers'],
    ['response.headers.$0', 'valueOf valuesOf all'],
    ['response.contentType?.$0', 'mimeType charset'],
    ['crypto.hmac.sha256().withTextSecret("a)").$0', 'updateWithText updateWithHex updateWithBase64 digest'],
    ['crypto.sha1()\n  .updateWithText(request.body())\n  .digest().$0', 'toHex toBase64'],
    ['window.console.$0', 'log info warn error debug'],
    ['request.headers.findByName("a").$0', 'name value getRawValue tryGetSubstituted tryGetSubstitutedValue'],
  ])('follows %j', async (script, expected) => {
    expect((await completionLabels(afterRequest(script))).join(' ')).toBe(expected);
  });

  it.each(['other.$0', 'response.body.$0 // ?', '"client.$0"', '// client.$0', '`client.$0`', 'a[0].$0'])(
    'is silent or short where it cannot know: %j',
    async (script) => {
      const labels = await completionLabels(afterRequest(script));
      expect(labels.every((label) => label.startsWith('onEach'))).toBe(true);
    },
  );

  it('is silent behind a blank, which opens lists elsewhere', async () => {
    expect(await completionLabels(afterRequest('const a = $0'))).toEqual([]);
  });

  it('goes on behind a text that holds slashes', async () => {
    expect(
      await completionLabels(afterRequest('const a = "http://b"; client.global.headers.$0')),
    ).toHaveLength(3);
  });

  it('works in a script of one line, and writes a test with its function', async () => {
    const { service, document, position } = openAtCaret('GET https://example.com\n\n> {% client.te$0 %}\n');
    const { items } = await service.completion(document, position);
    const test = items.find(({ label }) => label === 'test');
    expect((test?.textEdit as TextEdit | undefined)?.newText).toBe('test("${1:name}", () => {\n  $0\n});');
    expect(test?.detail).toBe('test(name: string, body: () => void | Promise<void>): void');
  });

  it('leaves the call alone that is there already', async () => {
    const { service, document, position } = openAtCaret(afterRequest('client.te$0("a", f)'));
    const { items } = await service.completion(document, position);
    const test = items.find(({ label }) => label === 'test');
    expect((test?.textEdit as TextEdit | undefined)?.newText).toBe('test');
  });
});

describe('hover in a script', () => {
  it('says what a member is', async () => {
    expect(await hoverText(afterRequest('client.global.s$0et("a", 1)'))).toBe(
      '```ts\nset(name: string, value: unknown): void\n```\n\nSets a variable of the session. Lists and objects are kept as JSON.',
    );
  });

  it('tells the request before it is sent from the one that was', async () => {
    expect(await hoverText(beforeRequest('request.bo$0dy'))).toContain('body: Template');
    expect(await hoverText(afterRequest('request.bo$0dy()'))).toContain('body(): string');
  });

  it('says nothing of names of the script', async () => {
    expect(await hoverText(afterRequest('const m$0ine = 1;'))).toBeUndefined();
    expect(await hoverText(afterRequest('"cli$0ent"'))).toBeUndefined();
  });
});

describe('the signature of a call in a script', () => {
  function signature(marked: string): string | undefined {
    const { service, document, position } = openAtCaret(marked);
    const help = service.signatureHelp(document, position);
    const [found] = help?.signatures ?? [];
    return found && `${found.label} | ${String(found.parameters?.[help?.activeParameter ?? 0]?.label)}`;
  }

  it.each([
    ['client.global.set($0', 'set(name: string, value: unknown): void | name: string'],
    ['client.global.set("a, (b", $0)', 'set(name: string, value: unknown): void | value: unknown'],
    ['client.test("a", $0)', /\| body: \(\) => void \| Promise<void>$/],
    ['crypto.sha1().updateWithText(f(1, 2), $0', /\| encoding\?: string$/],
    ['client.log(1, 2, $0)', /\| \.\.\.values: unknown\[\]$/],
  ])('is shown with the argument of the caret: %j', (script, expected) => {
    expect(signature(afterRequest(script))).toEqual(
      typeof expected === 'string' ? expected : expect.stringMatching(expected),
    );
  });

  it.each(['client.test("a", () => {$0', 'f($0)', 'client.log(1)$0', 'response.status($0)'])(
    'is not shown where none is known: %j',
    (script) => {
      expect(signature(afterRequest(script))).toBeUndefined();
    },
  );
});
