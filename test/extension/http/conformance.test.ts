/**
 * Every case of the conformance file, one test each: what real `requests` did and what we do. `CONFORMANCE_CASES` names
 * another file of the same form. Cases of kind `send` talk to a scripted server, so the suite belongs to `wire`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../wire/http/certificates.ts';
import type { Certificates } from '../../wire/http/certificates.ts';
import { startScriptedServer } from '../../wire/http/scriptedServer.ts';
import type { ScriptedServer } from '../../wire/http/scriptedServer.ts';
import { playSendCase } from '../../wire/http/sendCase.ts';
import { check, loadCases } from './conformance/cases.ts';
import type { CaseKind, ConformanceCase, Outcome } from './conformance/cases.ts';
import { playPrepareCase } from './conformance/prepareCase.ts';
import { playResponseCase } from './conformance/responseCase.ts';
import { playSessionPrepareCase } from './conformance/sessionPrepareCase.ts';
import { playUtilCase } from './conformance/utilCase.ts';
import { divergences } from './divergences.ts';

const cases = loadCases();
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

const play: Readonly<Record<CaseKind, (each: ConformanceCase) => Outcome | Promise<Outcome>>> = {
  prepare: playPrepareCase,
  session_prepare: playSessionPrepareCase,
  send: (each) => playSendCase(each, { server, files: certificates.files }),
  response: playResponseCase,
  util: playUtilCase,
};

describe('does as requests does', () => {
  it.each(cases.map((each) => [each.id, each.title, each] as const))('%s %s', async (id, _title, each) => {
    check(id, await play[each.kind](each));
  });
});

describe('differs on purpose', () => {
  it('in at most one case of twenty', () => {
    const declared = cases.filter(({ id }) => divergences[id] !== undefined);
    expect(declared.length).toBeLessThanOrEqual(cases.length / 20);
  });

  it('with a reason for each difference', () => {
    expect(Object.values(divergences).filter((reason) => reason.length < 20)).toEqual([]);
  });
});
