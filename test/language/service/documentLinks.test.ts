import { expect, it } from 'vitest';
import { open } from '../../support/memoryHost.ts';

function links(text: string): string[] {
  const { service, document } = open(text);
  return service
    .documentLinks(document)
    .map(({ range, target }) => `${document.getText(range)} → ${String(target)}`);
}

it('link the files a document names', () => {
  expect(
    links(`import ./shared.http

### One
POST https://example.com

< ../data/my file.bin
>> out/a.json

###
POST https://example.com

<@latin1 /absolute/b.txt
<> 200.json

###
POST https://example.com

< {{path}}/c.json
`),
  ).toMatchInlineSnapshot(`
    [
      "./shared.http → file:///project/shared.http",
      "../data/my file.bin → file:///data/my%20file.bin",
      "out/a.json → file:///project/out/a.json",
      "/absolute/b.txt → file:///absolute/b.txt",
      "200.json → file:///project/200.json",
    ]
  `);
});
