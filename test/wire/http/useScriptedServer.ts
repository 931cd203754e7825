/** The scripted server of a test file and its certificates: there before the first test, gone after the last. */
import { afterAll, beforeAll } from 'vitest';
import { makeCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import { startScriptedServer } from './scriptedServer.ts';
import type { ScriptedServer } from './scriptedServer.ts';

export interface ScriptedPlace {
  readonly server: ScriptedServer;
  readonly certificates: Certificates;
}

/** Its parts can be read from `beforeAll` on. */
export function useScriptedServer(): ScriptedPlace {
  const place = {} as { server: ScriptedServer; certificates: Certificates };
  beforeAll(async () => {
    place.certificates = await makeCertificates();
    place.server = await startScriptedServer(place.certificates);
  });
  afterAll(async () => {
    await place.server.close();
    place.certificates.remove();
  });
  return place;
}
