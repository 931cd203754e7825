/**
 * What the text between `{{` and `}}` asks for, by its form alone. There is no expression language: what is
 * neither a name, a path into an exchange nor a dynamic variable is an expression and is never evaluated.
 */

export type ReferenceSyntax =
  /** `$guid`, `$randomInt 1 9`, `$random.alphabetic(5)`; `text` without the dollar. */
  | { readonly kind: 'dynamic'; readonly name: string; readonly text: string }
  /** `host`, `user.name`, `%host` with `encode`. */
  | { readonly kind: 'name'; readonly name: string; readonly encode: boolean }
  /** `login.response.body.$.token` */
  | { readonly kind: 'exchange'; readonly path: ExchangePath }
  /** `a + b` */
  | { readonly kind: 'expression' };

export interface ExchangePath {
  readonly request: string;
  readonly side: 'request' | 'response';
  readonly part: 'body' | 'headers' | 'status' | 'cookies' | 'url' | 'method';
  /** Behind the part, without its dot: `$.token`, `//a/@b`, `*`, `X-Id`; empty when there is nothing. */
  readonly rest: string;
}

const exchange =
  /^([\w-]+(?:\.[\w-]+)*?)\.(request|response)\.(body|headers|status|cookies|url|method)(?:\.(.*)|([[/$].*))?$/s;
const name = /^[\p{L}\p{N}_$][\p{L}\p{N}_.$-]*(?:\[\d+\][\p{L}\p{N}_.$-]*)*$/u;

/** Reads the trimmed text between the braces. */
export function classifyReference(content: string): ReferenceSyntax {
  if (content.startsWith('$') && /^\$[a-zA-Z]/.test(content)) {
    const text = content.slice(1);
    return { kind: 'dynamic', name: /^[\w.]+/.exec(text)?.[0] ?? '', text };
  }
  const encode = content.startsWith('%');
  const text = encode ? content.slice(1).trim() : content;
  const path = exchange.exec(text);
  if (path !== null && !encode) {
    const [, request = '', side, part, dotted, rest] = path;
    return {
      kind: 'exchange',
      path: {
        request,
        side: side as ExchangePath['side'],
        part: part as ExchangePath['part'],
        rest: dotted ?? rest ?? '',
      },
    };
  }
  if (name.test(text)) return { kind: 'name', name: text, encode };
  return { kind: 'expression' };
}
