/** The language service's host over files in memory, and the service over it as tests use it. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { AnswerShape } from '../../src/language/protocol.ts';
import {
  createLanguageService,
  type LanguageService,
  type LanguageServiceHost,
} from '../../src/language/service/index.ts';
import { splitFiles, withCaret } from './markers.ts';

export const root = 'file:///project';

export interface MemoryWorld {
  /** Chosen environment, and requests that were sent in `main.http`. */
  readonly environment?: string;
  readonly sent?: readonly string[];
  /** What their last answers hold, by name. */
  readonly answers?: Readonly<Record<string, AnswerShape>>;
  /** The value of `rest-client.environmentVariables`. */
  readonly settings?: unknown;
  /** As in `ServiceSettings`; `auto` when left out. */
  readonly dialect?: string;
  /** As in `ServiceSettings`; false and true when left out. */
  readonly formatsBodies?: boolean;
  readonly inlayHints?: boolean;
}

/** Files by path below `root`. */
export function createMemoryHost(
  files: ReadonlyMap<string, string>,
  world: MemoryWorld = {},
): LanguageServiceHost & { readonly write: (path: string, text: string) => void } {
  const byUri = new Map([...files].map(([path, text]) => [`${root}/${path}`, text]));
  return {
    write: (path, text) => {
      byUri.set(`${root}/${path}`, text);
    },
    readFile: (uri) => Promise.resolve(byUri.get(uri)),
    listFiles: (folder) => {
      const names = [...byUri.keys()]
        .filter((uri) => uri.startsWith(`${folder}/`))
        .map((uri) => uri.slice(folder.length + 1).replace(/\/.*$/, '/'));
      return Promise.resolve([...new Set(names)]);
    },
    fileSize: (uri) => Promise.resolve(byUri.get(uri)?.length),
    findDocuments: () => Promise.resolve([...byUri.keys()].filter((uri) => /\.(?:http|rest)$/.test(uri))),
    settings: () =>
      Promise.resolve({
        environments: [{ origin: 'rest-client.environmentVariables', value: world.settings }],
        dialect: world.dialect ?? 'auto',
        formatsBodies: world.formatsBodies ?? false,
        inlayHints: world.inlayHints ?? true,
      }),
    knowledge: () => ({
      environmentName: world.environment,
      sent: { [`${root}/main.http`]: world.sent ?? [] },
      answers: { [`${root}/main.http`]: world.answers ?? {} },
    }),
    workspaceFolders: () => [root],
  };
}

export interface OpenText {
  readonly service: LanguageService;
  readonly document: TextDocument;
  /** Another file changes. */
  readonly write: (path: string, text: string) => void;
}

/** Opens a text, or the `main.http` of several files, with a service that knows them. */
export function open(text: string, world?: MemoryWorld): OpenText {
  const files = splitFiles(text);
  const document = TextDocument.create(`${root}/main.http`, 'http', 1, files.get('main.http') ?? '');
  const host = createMemoryHost(files, world);
  return { service: createLanguageService(host), document, write: host.write };
}

/** Opens a text with a caret. */
export function openAtCaret(
  marked: string,
  world?: MemoryWorld,
): OpenText & { readonly position: { line: number; character: number } } {
  const { text, caret } = withCaret(marked);
  const opened = open(text, world);
  return { ...opened, position: opened.document.positionAt(caret) };
}
