/**
 * The part of `xpath` that is used here. The package's own types bring all of the DOM into a library that must
 * not know it, so `package.json` points `#xpath` to this file for types and to the package at run time.
 */
export function select(expression: string, node: unknown): unknown;
