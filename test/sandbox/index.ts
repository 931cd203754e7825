/** The servers that tests, examples and `npm start` talk to. */

export { deterministicBytes, seedFrom } from './deterministicBytes.ts';
export {
  startRawServer,
  type RawConnection,
  type RawRequest,
  type RawServer,
  type RawServerOptions,
} from './rawServer.ts';
export { RequestLog, type RequestRecord } from './requestLog.ts';
export { startSandboxNear } from './startNear.ts';
export { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
