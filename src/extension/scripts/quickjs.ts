/**
 * Loads QuickJS: JavaScript's language in WebAssembly, without files, network or anything else of this program. The
 * compiled code is kept; each instance has memory of its own.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { QuickJSSyncVariant, QuickJSWASMModule } from 'quickjs-emscripten-core';
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';
import loadModule from '@jitl/quickjs-wasmfile-release-sync/emscripten-module';
import { QuickJSFFI } from '@jitl/quickjs-wasmfile-release-sync/ffi';

let code: WebAssembly.Module | undefined;

export async function createQuickJs(): Promise<QuickJSWASMModule> {
  code ??= new WebAssembly.Module(
    brotliDecompressSync(readFileSync(join(import.meta.dirname, 'quickjs.wasm.br'))),
  );
  return newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule: code }));
}

const variant: QuickJSSyncVariant = {
  type: 'sync',
  importFFI: () => Promise.resolve(QuickJSFFI),
  importModuleLoader: () => Promise.resolve(loadModule),
};
