/** `{{$auth.token("id")}}` in an editor: completed, explained and checked by the ids of the chosen environment. */
import { describe, expect, it } from 'vitest';
import type { MarkupContent, TextEdit } from 'vscode-languageserver-types';
import { open, openAtCaret, type MemoryWorld } from '../../support/memoryHost.ts';

const environments = JSON.stringify({
  dev: {
    Security: {
      Auth: {
        shop: {
          Type: 'OAuth2',
          'Grant Type': 'Client Credentials',
          'Token URL': 'https://id.test/token',
          'Client ID': 'me',
          'Client Secret': 'hush',
          Scope: 'read',
        },
        broken: { 'Grant Type': 'Client Credentials' },
      },
    },
  },
  prod: { Security: { Auth: { live: {} } } },
});

const dev: MemoryWorld = { environment: 'dev' };
const beside = (text: string): string => `${text}\n//- http-client.env.json\n${environments}`;

async function completions(marked: string): Promise<readonly string[]> {
  const { service, document, position } = openAtCaret(beside(marked), dev);
  const { items } = await service.completion(document, position);
  return items.map(({ label, detail = '', textEdit }) => {
    const { range, newText } = textEdit as TextEdit;
    const line = document.getText().slice(document.offsetAt(range.start), document.offsetAt(range.end));
    return `${label}: ${line} → ${newText} (${detail})`;
  });
}

async function hovered(marked: string): Promise<string> {
  const { service, document, position } = openAtCaret(beside(marked), dev);
  return ((await service.hover(document, position))?.contents as MarkupContent | undefined)?.value ?? '';
}

async function findings(text: string): Promise<readonly string[]> {
  const { service, document } = open(beside(text), dev);
  return (await service.diagnostics(document)).map(({ message }) => message as string);
}

describe('an id of Security.Auth', () => {
  it('is completed inside of the brackets, with what it is', async () => {
    expect(await completions('GET http://h/\nAuthorization: Bearer {{$auth.token($0)}}')).toEqual([
      'shop: )}} → "shop")}} (Client Credentials at https://id.test/token, for read from http-client.env.json)',
      'broken: )}} → "broken")}} ("broken" needs a "Token URL" for Client Credentials. from http-client.env.json)',
    ]);
    expect((await completions('GET http://h/{{$auth.idToken("sh$0op")}}'))[0]).toContain(
      'shop: shop")}} → shop")}}',
    );
  });

  it('is explained where it is used, without its secret', async () => {
    const text = await hovered('GET http://h/{{$auth.to$0ken("shop")}}');
    expect(text).toContain('Client Credentials at https://id.test/token, for read');
    expect(text).toContain('from http-client.env.json');
    expect(text).not.toContain('hush');
  });

  it('is named when nothing describes it, with the environments that do', async () => {
    expect(await findings('GET http://h/{{$auth.token("shop")}}')).toEqual([]);
    expect(await findings('GET http://h/{{$auth.token("live")}}')).toEqual([
      '`$auth.token("live")`: no "Security.Auth" is named "live" in the environment dev; there is shop, broken. It is in prod.',
    ]);
    expect(await findings('GET http://h/{{$auth.token()}}')).toEqual([
      '`$auth.token()`: the id of a "Security.Auth" belongs in the brackets: shop, broken.',
    ]);
  });
});

describe('what an environment keeps of ways to authenticate', () => {
  it('is offered as no variable', async () => {
    const shown = (await completions('GET http://h/{{$0}}')).join('\n');
    expect(shown).not.toContain('Security');
    expect(shown).not.toContain('hush');
  });
});
