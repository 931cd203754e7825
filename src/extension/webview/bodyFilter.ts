/**
 * Asking the host for the parts of a body that a path selects: JSONPath in JSON, XPath in XML. Types and their checks;
 * joined to the protocol and the schema by one line each.
 */
import { id, literal, object, size, string, type Check } from './checks.ts';

export interface FilterAnswer {
  /** JSON: an array of the matches, each as in the body. XML: the matches, one below the other. */
  readonly text: string;
  /** Matches in all, and of these in `text`. */
  readonly count: number;
  readonly shown: number;
}

export interface BodyFilterRequests {
  /** Rejects with a sentence when the path is none or the body is not what its type says. */
  readonly filterBody: [
    { readonly exchangeId: string; readonly language: 'json' | 'xml'; readonly path: string },
    FilterAnswer,
  ];
}

export const bodyFilterRequests: {
  readonly [M in keyof BodyFilterRequests]: {
    readonly params: Check<BodyFilterRequests[M][0]>;
    readonly result: Check<BodyFilterRequests[M][1]>;
  };
} = {
  filterBody: {
    params: object({ exchangeId: id, language: literal('json', 'xml'), path: string(2000) }),
    result: object({ text: string(200_000), count: size, shown: size }),
  },
};
