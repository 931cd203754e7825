/**
 * When diagnostics are made: after a pause in typing, for the newest version only, and never twice at a time
 * for one document. What they say is none of its business.
 */
import type { Diagnostic, PublishDiagnosticsParams, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';

export interface DiagnosticsSchedule {
  /** The document changed. */
  run(uri: string): void;
  /** Something changed that every open document may depend on. */
  runAll(): void;
  /** The document was closed: its diagnostics go away. */
  clear(uri: string): void;
  dispose(): void;
}

export interface ScheduleOptions {
  /** Milliseconds. */
  readonly delay: number;
  readonly documents: TextDocuments<TextDocument>;
  readonly make: (document: TextDocument) => Promise<Diagnostic[]>;
  readonly send: (diagnostics: PublishDiagnosticsParams) => void;
  readonly log: (line: string) => void;
}

export function createDiagnosticsSchedule(options: ScheduleOptions): DiagnosticsSchedule {
  const timers = new Map<string, NodeJS.Timeout>();

  const stop = (uri: string): void => {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
  };
  const run = (uri: string): void => {
    stop(uri);
    timers.set(
      uri,
      setTimeout(() => {
        timers.delete(uri);
        void publish(options, uri);
      }, options.delay),
    );
  };
  return {
    run,
    runAll: () => {
      for (const { uri, languageId } of options.documents.all()) if (languageId === 'http') run(uri);
    },
    clear: (uri) => {
      stop(uri);
      options.send({ uri, diagnostics: [] });
    },
    dispose: () => [...timers.keys()].forEach(stop),
  };
}

async function publish({ documents, make, send, log }: ScheduleOptions, uri: string): Promise<void> {
  const document = documents.get(uri);
  if (document === undefined) return;
  const { version } = document;
  try {
    const diagnostics = await make(document);
    // A change in the meantime has its own turn coming.
    if (documents.get(uri)?.version === version) send({ uri, version, diagnostics });
  } catch (error) {
    log(`diagnostics failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
