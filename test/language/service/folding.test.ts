import { expect, it } from 'vitest';
import { open } from '../../support/memoryHost.ts';

/** Each line with the folds that begin (`[`) and end (`]`) on it. */
function folds(text: string): string {
  const { service, document } = open(text);
  const ranges = service.foldingRanges(document);
  return text
    .split('\n')
    .map((content, line) => {
      const begins = ranges.filter(({ startLine }) => startLine === line).map(({ kind }) => `[${kind ?? ''}`);
      const ends = ranges.filter(({ endLine }) => endLine === line).map(() => ']');
      return [content, [...begins, ...ends].join(' ')].filter((part) => part !== '').join('   ');
    })
    .join('\n');
}

it('folds requests, comments, scripts and brackets', () => {
  const text = `# one
# two

### Post
POST https://example.com
Content-Type: application/json

{
  "a": [
    1
  ],
  "b": {}
}

> {%
  client.log("x");
%}

### Get
GET https://example.com
`;
  expect(folds(text)).toMatchInlineSnapshot(`
    "# one   [comment
    # two   ]

    ### Post   [region
    POST https://example.com
    Content-Type: application/json

    {   [
      "a": [   [
        1   ]
      ],
      "b": {}   ]
    }

    > {%   [
      client.log("x");
    %}   ] ]

    ### Get   [region
    GET https://example.com   ]
    "
  `);
});

it('folds the arguments and selections of a GraphQL body', () => {
  expect(folds('GRAPHQL https://example.com\n\n{\n  me(\n    id: 1\n  ) {\n    b\n  }\n}\n'))
    .toMatchInlineSnapshot(`
    "GRAPHQL https://example.com   [region

    {   [
      me(   [
        id: 1   ]
      ) {   [
        b   ]
      }   ]
    }   ]
    "
  `);
});

it('folds the parts of a multipart body', () => {
  const text = `POST https://example.com
Content-Type: multipart/form-data; boundary=b

--b
Content-Disposition: form-data; name="a"

one
--b
Content-Disposition: form-data; name="b"

two
--b--
`;
  expect(folds(text)).toMatchInlineSnapshot(`
    "POST https://example.com   [region
    Content-Type: multipart/form-data; boundary=b

    --b   [
    Content-Disposition: form-data; name="a"

    one   ]
    --b   [
    Content-Disposition: form-data; name="b"

    two   ]
    --b--   ]
    "
  `);
});

it('folds brackets that are never closed no further than their request', () => {
  expect(folds('POST https://example.com\n\n{\n  "a": [\n\n###\nGET https://example.com\n]\n'))
    .toMatchInlineSnapshot(`
    "POST https://example.com   [region

    {
      "a": [   ]

    ###   [region
    GET https://example.com
    ]   ]
    "
  `);
});
