/**
 * Colours for forms and GraphQL documents, token by token: nothing is parsed, so a text with mistakes is coloured as far
 * as it can be. For both a library would weigh more than all of it.
 */
import { StreamLanguage, type StreamParser } from '@codemirror/language';

/** `name=value&name=value`; names, values, escapes. */
export const formLanguage = StreamLanguage.define(form());

/** Operations and types; strings, names, comments. */
export const graphqlLanguage = StreamLanguage.define(graphql());

function form(): StreamParser<{ isValue: boolean }> {
  return {
    startState: () => ({ isValue: false }),
    token: (stream, state) => {
      if (stream.eat('&') !== undefined) {
        state.isValue = false;
        return null;
      }
      if (!state.isValue && stream.eat('=') !== undefined) {
        state.isValue = true;
        return null;
      }
      if (stream.match(/^%[0-9a-f]{2}|^\+/i) !== null) return 'number';
      stream.next();
      stream.eatWhile(state.isValue ? /[^&%+]/ : /[^&=%+]/);
      return state.isValue ? 'string' : 'propertyName';
    },
  };
}

const keywords =
  /^(?:query|mutation|subscription|fragment|on|type|interface|union|enum|input|scalar|schema|directive|extend|implements|true|false|null)\b/;

function graphql(): StreamParser<{ isBlock: boolean }> {
  return {
    startState: () => ({ isBlock: false }),
    token: (stream, state) => {
      if (!state.isBlock && stream.match('"""') === true) state.isBlock = true;
      if (state.isBlock) {
        if (stream.skipTo('"""')) {
          stream.match('"""');
          state.isBlock = false;
        } else stream.skipToEnd();
        return 'string';
      }
      if (stream.eatSpace()) return null;
      if (stream.match(/^#.*/) !== null) return 'comment';
      if (stream.match(/^"(?:[^"\\]|\\.)*"?/) !== null) return 'string';
      if (stream.match(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/i) !== null) return 'number';
      if (stream.match(/^[$@]\w+/) !== null) return 'attributeName';
      if (stream.match(keywords) !== null) return 'keyword';
      if (stream.match(/^\w+/) !== null) return 'propertyName';
      stream.next();
      return null;
    },
  };
}
