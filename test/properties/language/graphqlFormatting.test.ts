import fc from 'fast-check';
import { print, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { formatGraphql as formatted } from '../../support/formatGraphql.ts';

describe('formatting any GraphQL body', () => {
  it('changes no token, and nothing the second time', async () => {
    const name = fc.constantFrom('a', 'b', 'on', 'query', '{{x}}');
    const value = fc.constantFrom(
      '1',
      '-2.5',
      '"s, {t} # u"',
      '$v',
      'E',
      '[1 2,3]',
      '{ a : 1, b:{c : [ ] } }',
      'null',
      '{{x}}',
    );
    const space = fc.constantFrom(' ', '  ', '\n', ' \n\n\n ', ', ', ' # note\n', '\n# line {\n', '\r\n\t');
    const list = fc
      .array(fc.tuple(name, value, space), { maxLength: 3 })
      .map((all) =>
        all.length === 0 ? '' : `(${all.map(([key, of, gap]) => `${key} :${gap}${of}`).join(' ')})`,
      );
    const { selection } = fc.letrec<{ selection: string; set: string }>((tie) => ({
      selection: fc.oneof(
        { maxDepth: 3 },
        fc.tuple(name, list, space).map((parts) => parts.join('')),
        fc
          .tuple(name, space, name, space, tie('set'))
          .map(([one, gap, other, more, set]) => `${one}${gap}:${other}${more}${set}`),
        fc
          .tuple(fc.constantFrom('...F', '... on T{a}', '... @d(a:1) {b}', '...{c}'), space)
          .map((parts) => parts.join('')),
      ),
      set: fc
        .tuple(fc.array(tie('selection'), { minLength: 1, maxLength: 3 }), space)
        .map(([all, gap]) => `{${gap}${all.join(gap)} }`),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(selection, { minLength: 1, maxLength: 3 }), space, async (all, gap) => {
        const text = `query Q${gap}{ ${all.join(' ')} }${gap}fragment F on T { a }\n\n{ "v" :1 }\n`;
        const once = await formatted(text);
        expect(await formatted(once)).toBe(once);
        expect(shown(once)).toBe(shown(text));
      }),
      { numRuns: 100 },
    );
  });
});

/** The query as GraphQL's own printer writes it, as it is when it is broken, and the variables. */
function shown(text: string): string {
  const masked = text.replaceAll('{{x}}', 'xx').replaceAll('\r', '');
  const query = masked.slice(0, masked.lastIndexOf('\n\n'));
  const variables = masked.slice(masked.lastIndexOf('{')).replaceAll(/\s/g, '');
  try {
    return print(parse(query)) + variables;
  } catch {
    return query + variables;
  }
}
