/** The part of WebAssembly that is used here: Node has it, its types have it not. */
declare namespace WebAssembly {
  /** Compiled code. */
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  const Module: new (bytes: Uint8Array) => Module;
  interface Memory {
    /** Another one after it has grown. */
    readonly buffer: ArrayBuffer;
  }
}
