/**
 * Every case of the conformance file, one test each: what real `requests` did and what we do. `CONFORMANCE_CASES` names
 * another file of the same form. Cases of kind `send` talk to a scripted server, so the suite belongs to `wire`.
 */
import { describe, expect, it } from 'vitest';
import { playSendCase } from '../../wire/http/sendCase.ts';
import { useScriptedServer } from '../../wire/http/useScriptedServer.ts';
import { check, loadCases } from './conformance/cases.ts';
import type { CaseKind, ConformanceCase, Outcome } from './conformance/cases.ts';
import { playPrepareCase } from './conformance/prepareCase.ts';
import { playResponseCase } from './conformance/responseCase.ts';
import { playSessionPrepareCase } from './conformance/sessionPrepareCase.ts';
import { playUtilCase } from './conformance/utilCase.ts';
import { divergences } from './divergences.ts';

const cases = loadCases();
const place = useScriptedServer();

const play: Readonly<Record<CaseKind, (each: ConformanceCase) => Outcome | Promise<Outcome>>> = {
  prepare: playPrepareCase,
  session_prepare: playSessionPrepareCase,
  send: (each) => playSendCase(each, { server: place.server, files: place.certificates.files }),
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
