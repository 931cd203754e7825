/** Cases of kind `send`: what goes over the wire, what comes back, and what stays in the session. */
import { afterAll, beforeAll, describe } from 'vitest';
import { loadCases, testCases } from '../../extension/http/conformance/cases.ts';
import { makeCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import { startScriptedServer } from './scriptedServer.ts';
import type { ScriptedServer } from './scriptedServer.ts';
import { playSendCase } from './sendCase.ts';

describe('sends as requests does', () => {
  let certificates: Certificates;
  let server: ScriptedServer;

  beforeAll(async () => {
    certificates = await makeCertificates();
    server = await startScriptedServer(certificates);
  });

  afterAll(async () => {
    await server.close();
    certificates.remove();
  });

  testCases(loadCases('send'), (each) => playSendCase(each, { server, files: certificates.files }));
});
