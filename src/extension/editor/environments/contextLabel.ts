/**
 * What the status bar says about the file in front: `dev · admin`, the environment and the session its requests
 * use, and whether a person should be careful. Pure; `statusBar.ts` finds the facts.
 */
import { environmentParts, type Dialect } from '../../../language/semantics/index.ts';
import type { Localize } from '../labels.ts';

export interface SendContext {
  readonly session: string;
  /** Chosen for the workspace. */
  readonly chosen: string | undefined;
  /** Names that the file can choose from; undefined while nobody knows. */
  readonly names: readonly string[] | undefined;
  readonly isProtected: (environment: string) => boolean;
  /** Whether certificates are checked. */
  readonly verifies: boolean;
  /** Certificates that the session trusts by their fingerprints. */
  readonly trusted: number;
  /** How the file is read, and why, for people; undefined for no file of ours. */
  readonly dialect: { readonly name: Dialect; readonly reason: string } | undefined;
}

export interface ContextLabel {
  readonly text: string;
  /** One line each. */
  readonly tooltip: readonly string[];
  /** For screen readers. */
  readonly speech: string;
  /** Coloured as a warning. */
  readonly warns: boolean;
}

/** The environment that counts for a file; a name that the file does not know counts for nothing. */
export function environmentInForce({
  chosen,
  names,
}: Pick<SendContext, 'chosen' | 'names'>): string | undefined {
  if (chosen === undefined || names === undefined || names.includes(chosen)) return chosen;
  return environmentParts(chosen).every((part) => names.includes(part)) ? chosen : undefined;
}

export function contextLabel(context: SendContext, t: Localize): ContextLabel {
  const { session, chosen, names, verifies, trusted, dialect } = context;
  const environment = environmentInForce(context);
  const isProtected = environment !== undefined && context.isProtected(environment);
  // Where there is nothing to choose, silence says enough.
  const hasChoice = environment !== undefined || (names ?? []).length > 0;
  const shown = environment ?? t('No Environment');
  return {
    text: [...(hasChoice ? [shown] : []), session].join(' · '),
    tooltip: [
      ...(hasChoice ? [t('Environment: {0}', shown)] : []),
      ...(isProtected ? [t('Protected: requests that change something ask before they go.')] : []),
      ...(chosen !== undefined && environment === undefined
        ? [t('{0}, which is chosen, is not defined for this file.', chosen)]
        : []),
      t('Session: {0}', session),
      ...(dialect === undefined ? [] : [t('Read as {0}: {1}', dialectNames[dialect.name], dialect.reason)]),
      ...(trusted === 0
        ? []
        : trusted === 1
          ? [t('1 certificate trusted this session')]
          : [t('{0} certificates trusted this session', trusted)]),
      ...(verifies ? [] : [t('Certificates of servers are not checked.')]),
    ],
    speech: hasChoice
      ? t('HTTP environment {0}, session {1}', shown, session)
      : t('HTTP session {0}', session),
    warns: isProtected || !verifies,
  };
}

/** The tools' own names. */
const dialectNames: Readonly<Record<Dialect, string>> = {
  'rest-client': 'REST Client',
  jetbrains: 'JetBrains',
  httpyac: 'httpYac',
};
