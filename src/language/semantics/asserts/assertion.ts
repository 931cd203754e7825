/**
 * What an assertion of httpYac says: `?? status == 200`, `?? header content-type includes json`, `?? body $.id exists`.
 * Only the words are read here; `checkAssertion.ts` holds them against an answer. The forms that are JavaScript are
 * told from those that are no assertion at all, so that each can be named for what it is.
 */

export type AssertionSubject =
  | { readonly kind: 'status' | 'duration' }
  | { readonly kind: 'header'; readonly name: string }
  /** `path` is a JSONPath, an XPath or a bare JSON path; empty for the whole body. */
  | { readonly kind: 'body'; readonly path: string };

export type Predicate = (typeof predicates)[number];

export interface Assertion {
  readonly subject: AssertionSubject;
  readonly predicate: Predicate;
  /** As written, without the blanks around it; empty for a predicate that compares with nothing. */
  readonly expected: string;
}

/** `script`: it needs JavaScript to say what it means. `unclear`: no form that is known. */
export type ReadAssertion =
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'script' | 'unclear'; readonly reason: string };

const symbols = ['==', '!=', '>=', '<=', '>', '<'] as const;

const comparing = ['startsWith', 'endsWith', 'includes', 'contains', 'matches'] as const;

const hashes = ['md5', 'sha256', 'sha512'] as const;

const alone = ['exists', 'isFalse', 'isNumber', 'isBoolean', 'isString', 'isArray'] as const;

const predicates = [...symbols, ...comparing, ...hashes, ...alone] as const;

const scriptReason = 'JavaScript of httpYac is not run';

/** Reads the text after `??`. Never throws. */
export function readAssertion(source: string): ReadAssertion {
  const [, word = '', rest = ''] = /^([A-Za-z]+)(?![\w.(])\s*(.*)$/s.exec(source.trim()) ?? [];
  switch (word.toLowerCase()) {
    case 'js':
      return { kind: 'script', reason: scriptReason };
    case 'status':
    case 'duration':
      return withPredicate(rest, { kind: word.toLowerCase() === 'status' ? 'status' : 'duration' });
    case 'header': {
      const [, name = '', after = ''] = /^(\S+)\s*(.*)$/s.exec(rest) ?? [];
      if (name === '') return unclear('the name of the header is missing');
      return withPredicate(after, { kind: 'header', name });
    }
    case 'xpath':
      return ofPath(rest);
    case 'body':
      return ofPath(rest);
    case '':
      // `response.status == 200` and the like are expressions.
      return { kind: 'script', reason: scriptReason };
    default:
      return unclear(`“${word}” is none of status, header, body, xpath and duration`);
  }
}

/** Whether the predicate looks at the whole text with a hash. */
export function isHash(predicate: Predicate): predicate is (typeof hashes)[number] {
  return hashes.some((hash) => hash === predicate);
}

function ofPath(rest: string): ReadAssertion {
  const end = endOfPath(rest);
  return withPredicate(rest.slice(end), { kind: 'body', path: rest.slice(0, end).trim() });
}

/** Where the predicate begins: the first one that stands outside of brackets and quotes. */
function endOfPath(text: string): number {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const one = text.charAt(at);
    if (quote !== '') {
      if (one === '\\') at += 1;
      else if (one === quote) quote = '';
    } else if (depth > 0 && (one === '"' || one === "'")) quote = one;
    else if (one === '[' || one === '(') depth += 1;
    else if (one === ']' || one === ')') depth -= 1;
    else if (depth <= 0 && (at === 0 || /\s/.test(text.charAt(at - 1)))) {
      if (predicateAt(text.slice(at)) !== undefined) return at;
    }
  }
  return text.length;
}

function withPredicate(text: string, subject: AssertionSubject): ReadAssertion {
  if (text.trim() === '') return unclear('there is nothing to compare with');
  const found = predicateAt(text);
  if (found === undefined) {
    return unclear(`“${text.trim().split(/\s/, 1)[0] ?? ''}” is no comparison`);
  }
  const { predicate, rest } = found;
  const expected = rest.trim();
  const isAlone = alone.some((one) => one === predicate);
  if (isAlone && expected !== '') return unclear(`${predicate} stands alone`);
  if (!isAlone && expected === '' && !symbols.some((one) => one === predicate)) {
    return unclear(`${predicate} needs a value`);
  }
  return { kind: 'assertion', assertion: { subject, predicate, expected } };
}

function predicateAt(text: string): { readonly predicate: Predicate; readonly rest: string } | undefined {
  const symbol = symbols.find((one) => text.startsWith(one));
  // `===` is JavaScript.
  if (symbol !== undefined) {
    const rest = text.slice(symbol.length);
    return rest.startsWith('=') ? undefined : { predicate: symbol, rest };
  }
  const [, word = '', rest = ''] = /^([A-Za-z]\w*)(?=\s|$)(.*)$/s.exec(text) ?? [];
  const predicate = predicates.find((one) => one.toLowerCase() === word.toLowerCase());
  return predicate === undefined ? undefined : { predicate, rest };
}

function unclear(reason: string): ReadAssertion {
  return { kind: 'unclear', reason };
}
