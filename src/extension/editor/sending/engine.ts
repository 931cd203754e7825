/**
 * What the editor needs of the runner and the core at run time, bundled apart (dist/engine.cjs) and loaded by
 * `loadEngine` on the first Prepare or Send. Nothing else in the editor may import those layers for values.
 */
export * from '../../http/index.ts';
export * from '../../runner/index.ts';
