import { describe, expect, it } from 'vitest';
import { outline } from './outline.ts';

const body = (lines: string, type = 'text/plain'): string =>
  outline(`POST https://a.test\nContent-Type: ${type}\n\n${lines}`).split('\n').slice(4).join('\n');

describe('the body', () => {
  it('is text with variables, over blank lines', () => {
    expect(body('{\n  "a": "{{b}}"\n\n}\n\n')).toMatchInlineSnapshot(
      `"  text text‹{⏎  "a": "› reference‹b› text‹"⏎⏎}⏎⏎›"`,
    );
  });

  it('drops whole lines of comment and keeps what follows code', () => {
    expect(body('{ // kept\n// dropped\n  # dropped\n"url": "http://x" }')).toMatchInlineSnapshot(`
      "  text text‹{ // kept⏎›
        bodyComment comment‹dropped›
        bodyComment comment‹dropped›
        text text‹"url": "http://x" }›"
    `);
  });

  it.each(['text/markdown', 'text/csv', 'application/yaml'])(
    'keeps lines that look like comments in %s',
    (type) => {
      expect(body('# H1\n// x\n- item', type)).toBe('  text text‹# H1⏎// x⏎- item›');
    },
  );

  it('keeps lines that look like comments when `# @body raw` says so', () => {
    expect(outline('# @body raw\nPOST https://a.test\n\n# kept')).toContain('text text‹# kept›');
  });

  it('separates a Markdown body at a bare ### only', () => {
    expect(body('# a\n### b\n> quote\n>> quote of quote\n###\nGET https://b.test', 'text/markdown'))
      .toMatchInlineSnapshot(`
      "  text text‹# a⏎### b⏎> quote⏎>> quote of quote⏎›
      block 8
        separator
        requestLine method‹GET› url‹https://b.test›"
    `);
  });

  it('reads files, with and without variables and encoding', () => {
    expect(body('< ./a.json\n<@ ./b.xml\n<@latin1 ./c d.xml\n< {{path}}')).toMatchInlineSnapshot(`
      "  bodyFile path‹./a.json›
        bodyFile path‹./b.xml›
        bodyFile encoding‹latin1› path‹./c d.xml›
        bodyFile reference‹path›"
    `);
  });

  it('does not take XML for files', () => {
    expect(body('<?xml version="1.0"?>\n<a>\n</a>\n<>\n</>', 'text/xml')).toMatchInlineSnapshot(
      `"  text text‹<?xml version="1.0"?>⏎<a>⏎</a>⏎<>⏎</>›"`,
    );
  });

  it('reads a file without a blank line above it', () => {
    expect(outline('POST https://a.test\n< ./a.json')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹POST› url‹https://a.test›
        bodyFile path‹./a.json›"
    `);
  });

  it('suspects a line that looks like a request or a variable', () => {
    expect(body('a\nGET https://b.test\n@x = 1\nGET up early')).toMatchInlineSnapshot(`
      "  text text‹a⏎›
        text text‹GET https://b.test⏎›
        text text‹@x = 1⏎›
        text text‹GET up early›"
    `);
  });

  it('lets a backslash keep a line from having a meaning', () => {
    expect(body('\\### a\n\\> {% x\n\\?? b\n\\# c\n\\d')).toMatchInlineSnapshot(`
      "  escapedText text‹### a⏎›
        escapedText text‹> {% x⏎›
        escapedText text‹?? b⏎›
        escapedText text‹# c⏎›
        text text‹\\d›"
    `);
  });
});

describe('a multipart body', () => {
  it('has boundaries, part headers, text and files', () => {
    expect(
      body(
        '--b\nContent-Disposition: form-data; name="a"\n\nx\n--b\nA: 1\n< ./f.png\n--b--',
        'multipart/form-data; boundary=b',
      ),
    ).toMatchInlineSnapshot(`
      "  boundary boundary‹b›
        partHeader headerName‹Content-Disposition› headerValue‹form-data; name="a"›
        blank
        text text‹x⏎›
        boundary boundary‹b›
        partHeader headerName‹A› headerValue‹1›
        bodyFile path‹./f.png›
        boundary boundary‹b›"
    `);
  });

  it('takes its boundary from the first line when the header has none', () => {
    expect(body('--q\nA: 1\n\nx\n--q--\n', 'multipart/mixed')).toMatchInlineSnapshot(`
      "  boundary boundary‹q›
        partHeader headerName‹A› headerValue‹1›
        blank
        text text‹x⏎›
        boundary boundary‹q›"
    `);
  });

  it('takes its boundary from the first line when the header names a variable', () => {
    expect(body('--q\nA: 1\n\nx\n--q--\n', 'multipart/mixed; boundary="{{b}}"')).toContain(
      'boundary boundary‹q›',
    );
  });

  it('keeps comment-like lines in a part of CSV', () => {
    expect(body('--b\nContent-Type: text/csv\n\n#a,b\n--b--', 'multipart/mixed; boundary=b')).toContain(
      'text text‹#a,b⏎›',
    );
  });
});

describe('what stands below a body and is not sent', () => {
  it('is a handler, inline or a file', () => {
    expect(body('x\n> {% client.log(1);\nclient.log(2) %}\n> ./h.js\n> no quote of text'))
      .toMatchInlineSnapshot(`
      "  text text‹x⏎›
        script script‹ client.log(1);⏎client.log(2) ›
        scriptFile path‹./h.js›
        text text‹> no quote of text›"
    `);
  });

  it('is an output, kept or overwritten', () => {
    expect(body('>> a.json\n>>! b c.json\n>>> d')).toMatchInlineSnapshot(`
      "  output path‹a.json›
        output path‹b c.json›
        text text‹>>> d›"
    `);
  });

  it('is a response reference', () => {
    expect(body('<> 2024.200.json')).toMatchInlineSnapshot(`"  responseReference path‹2024.200.json›"`);
  });

  it('is an assertion', () => {
    expect(body('?? status == 200\n??no')).toMatchInlineSnapshot(`
      "  assert assertion‹status == 200›
        text text‹??no›"
    `);
  });

  it("is httpYac's script between lines of braces", () => {
    expect(body('{{@response\nconsole.log(1)\n}}\n{{ a }}')).toMatchInlineSnapshot(`
      "  foreignScript script‹@response⏎console.log(1)⏎›
        text reference‹a›"
    `);
  });

  it('ends an open script at the next separator', () => {
    expect(outline('GET https://a.test\n\n> {% x\n### b\nGET https://b.test')).toMatchInlineSnapshot(`
      "block 1
        requestLine method‹GET› url‹https://a.test›
        blank
        script script‹ x⏎›
      block 4
        separator title‹b›
        requestLine method‹GET› url‹https://b.test›"
    `);
  });

  it('is a script or a script file above the request', () => {
    expect(outline('< {% a\n%}\n< ./pre.js\nGET https://a.test')).toMatchInlineSnapshot(`
      "block 1
        script script‹ a⏎›
        scriptFile path‹./pre.js›
        requestLine method‹GET› url‹https://a.test›"
    `);
  });
});
