/** Random `.http` texts for property tests: lines that mean something in random order, and plain noise. */
import fc from 'fast-check';

/** Lines that mean something somewhere. */
export const httpLines = [
  '###',
  '### title',
  '### @name a',
  '# @name a',
  '# @body raw',
  '# @prompt p',
  '// c',
  '/* c',
  '*/',
  '@a = {{b}}',
  '@b = {{a}}\\n{{$guid}}',
  '@',
  'GET https://a.test HTTP/1.1',
  'POST {{host}}/x',
  'GRAPHQL /x',
  'OPTIONS *',
  '  ?a=1',
  '  #top',
  'Host: a',
  'Content-Type: multipart/mixed; boundary=b',
  'Content-Type: multipart/mixed',
  'Content-Type: text/markdown',
  'Content-Type: application/x-www-form-urlencoded',
  'X-Request-Type: GraphQL',
  '  folded',
  'a = b &',
  '&c',
  '--b',
  '--b--',
  '< ./a',
  '<@latin1 a',
  '< {%',
  '> {%',
  '%}',
  '>> a',
  '<> a',
  '?? a',
  '{{',
  '}}',
  '{{a}}{{{b',
  '{{a.response.body.$.x[?@.y]}}',
  '{{$datetime "yyyy" 1 d}}{{$random.integer(1)}}',
  'query Q { a }',
  '{ "v": 1 }',
  'curl "',
  "curl -X POST a -d '{}' -F a=@b \\",
  'run #a (',
  'HTTP/1.1 200',
  '\\### a',
  '\uFEFF',
  ' ',
  '',
] as const;

const lines = fc.constantFrom(...httpLines);

export const httpTexts = fc.oneof(
  fc
    .array(fc.tuple(lines, fc.constantFrom('\n', '\n', '\r\n', '\r', '')))
    .map((parts) => parts.flat().join('')),
  fc.string({ unit: 'binary' }),
);
