/** What is used of the GraphQL libraries; a bundle of its own, loaded at the first body that asks for it. */
export {
  buildClientSchema,
  buildSchema,
  GraphQLError,
  Kind,
  Lexer,
  parse,
  Source,
  specifiedRules,
  TokenKind,
  validate,
  visit,
} from 'graphql';
export {
  collectVariables,
  getAutocompleteSuggestions,
  getHoverInformation,
  getVariablesJSONSchema,
  Position,
} from 'graphql-language-service';
