/**
 * Whether requests that another one needs are sent before it: by `# @ref`, or because it reads an answer that is not
 * there yet. Shows which requests these are and where they go, asks once, and remembers always and never for a file.
 */
import * as vscode from 'vscode';
import {
  fillAt,
  type ResolveScope,
  type RunFile,
  type RunStep,
} from '../../../../language/semantics/index.ts';
import { hostOf } from '../../labels.ts';
import { neededPolicy, type NeededPolicy } from '../../settings/settings.ts';

export interface NeededRequests {
  policyOf(file: vscode.Uri): NeededPolicy;
  remember(file: vscode.Uri, policy: NeededPolicy): void;
  /** `only`: without the steps that are needed. `scopeOf` fills the URLs that are shown. */
  ask(
    steps: readonly RunStep[],
    file: vscode.Uri,
    scopeOf: (file: RunFile) => Promise<ResolveScope>,
  ): Promise<'all' | 'only' | 'cancel'>;
}

export function createNeededRequests(state: vscode.Memento): NeededRequests {
  const keyOf = (file: vscode.Uri): string => `needed:${file.toString()}`;
  const policyOf = (file: vscode.Uri): NeededPolicy =>
    state.get<NeededPolicy>(keyOf(file)) ?? neededPolicy(file);
  const remember = (file: vscode.Uri, policy: NeededPolicy): void => {
    void state.update(keyOf(file), policy);
  };
  return {
    policyOf,
    remember,
    async ask(steps, file, scopeOf) {
      const needed = neededSteps(steps);
      const policy = policyOf(file);
      if (needed.length === 0 || policy === 'always') return 'all';
      if (policy === 'never') return 'only';
      const lines = await Promise.all(needed.map((step) => lineAbout(step, scopeOf)));
      const [first, always, never] = [
        needed.length === 1 ? vscode.l10n.t('Send It First') : vscode.l10n.t('Send Them First'),
        vscode.l10n.t('Always for This File'),
        vscode.l10n.t('Never for This File'),
      ];
      const question =
        needed.length === 1
          ? vscode.l10n.t('Another request has to be sent first. Send it?')
          : vscode.l10n.t('{0} other requests have to be sent first. Send them?', needed.length);
      const options = { modal: true, detail: lines.join('\n') };
      const answer = await vscode.window.showInformationMessage(question, options, first, always, never);
      if (answer === always) remember(file, 'always');
      if (answer === never) remember(file, 'never');
      if (answer === undefined) return 'cancel';
      return answer === never ? 'only' : 'all';
    },
  };
}

/** The steps that nobody has chosen. */
export function neededSteps(steps: readonly RunStep[]): readonly RunStep[] {
  const chosen = new Set(steps.filter(({ cause }) => !isNeed(cause)).map(({ request }) => request));
  return steps.filter(({ cause, request }) => isNeed(cause) && !chosen.has(request));
}

function isNeed({ kind }: RunStep['cause']): boolean {
  return kind === 'ref' || kind === 'forceRef' || kind === 'reference';
}

/** `login: POST to api.example.com` */
async function lineAbout(
  { file, request }: RunStep,
  scopeOf: (file: RunFile) => Promise<ResolveScope>,
): Promise<string> {
  const { text } = fillAt(request.url, await scopeOf(file), request.urlRange.start);
  const name = request.name ?? request.title ?? request.url;
  return vscode.l10n.t('{0}: {1} to {2}', name, request.method, hostOf(text));
}
