/**
 * What a person waits for while typing in a file of 5,000 requests: the time from a keystroke to new lenses and
 * diagnostics, to a completion list, and from opening to lenses. Measured at the language service, as percentiles
 * of many keystrokes spread over the file. `npm run bench` prints them; `node test/bench/language.ts` alone, too.
 */
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService, type LanguageServiceHost } from '../../src/language/service/index.ts';

export interface Percentiles {
  readonly name: string;
  /** Milliseconds that passed. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Milliseconds that our thread worked, the 95th percentile: what is left when other programs want the processor. */
  readonly worked95: number;
  /** The 95th percentile we want to stay under. */
  readonly target: number;
}

interface Times {
  readonly passed: number;
  readonly worked: number;
}

const requests = 5000;
const keystrokes = 200;
const uri = 'file:///project/large.http';

/** Runs all measurements; takes a few seconds. */
export async function measureTyping(): Promise<readonly Percentiles[]> {
  const text = Array.from({ length: requests }, (_, index) => requestText(index)).join('');
  const opening: Times[] = [];
  for (let round = 0; round < 5; round += 1) opening.push(await time(() => open(text)));

  const { service, document } = open(text);
  let current = document;
  const edit = (offset: number, inserted: string): void => {
    const position = current.positionAt(offset);
    const change = { range: { start: position, end: position }, text: inserted };
    current = TextDocument.update(current, [change], current.version + 1);
  };
  const type = async (place: (index: number) => number, inserted: string): Promise<Times[]> => {
    const times: Times[] = [];
    for (let index = 0; index < keystrokes + 20; index += 1) {
      edit(place(index), inserted);
      const took = await time(async () => {
        service.requests(current);
        await service.diagnostics(current);
      });
      // The first ones warm up.
      if (index >= 20) times.push(took);
    }
    return times;
  };
  // A prime number of steps spreads the places over the whole file.
  const anywhere = (index: number): number =>
    current.getText().indexOf('\n\n', (index * 104_729) % text.length) + 1;
  const inWords = await type(
    (index) => current.getText().indexOf('"b"', (index * 104_729) % text.length) + 2,
    'x',
  );
  const inLines = await type(anywhere, '\n');

  const lists: Times[] = [];
  for (let index = 0; index < keystrokes; index += 1) {
    const offset = current.getText().indexOf('{{host', (index * 104_729) % text.length) + 3;
    edit(offset, 'o');
    lists.push(await time(() => service.completion(current, current.positionAt(offset + 1))));
  }
  return [
    percentiles('open: lenses', opening, 200),
    percentiles('a letter: lenses and diagnostics', inWords, 15),
    percentiles('a line: lenses and diagnostics', inLines, 15),
    percentiles('a letter: completion', lists, 20),
  ];
}

export function printPercentiles(results: readonly Percentiles[]): void {
  console.log(`\nA file of ${requests} requests in the editor`);
  for (const { name, p50, p95, max, worked95, target } of results) {
    const verdict =
      p95 <= target ? 'within' : worked95 <= target ? 'within, on a machine of our own,' : 'OVER';
    const figures = [p50, p95, max].map((value) => value.toFixed(1).padStart(7)).join('');
    const worked = `${worked95.toFixed(1)} ms of work`;
    console.log(`${figures} ms  ${name} (50 %, 95 %: ${worked}, worst; ${verdict} ${target} ms)`);
  }
}

function open(text: string): {
  readonly service: ReturnType<typeof createLanguageService>;
  readonly document: TextDocument;
} {
  const service = createLanguageService(host);
  const document = TextDocument.create(uri, 'http', 1, text);
  service.requests(document);
  return { service, document };
}

const environment = '{ "dev": { "host": "http://127.0.0.1", "c": "1" } }';

const host: LanguageServiceHost = {
  readFile: (file) => Promise.resolve(file.endsWith('.env.json') ? environment : undefined),
  listFiles: () => Promise.resolve(['large.http', 'http-client.env.json']),
  fileSize: () => Promise.resolve(undefined),
  findDocuments: () => Promise.resolve([]),
  settings: () =>
    Promise.resolve({ environments: [], dialect: 'auto', formatsBodies: false, inlayHints: true }),
  knowledge: () => ({ environmentName: 'dev', sent: {} }),
  workspaceFolders: () => ['file:///project'],
};

function requestText(index: number): string {
  const variable = index % 10 === 0 ? `@v${index} = {{host}}/${index}\n` : '';
  return `### ${index}\n# @name r${index}\n${variable}POST {{host}}/x/${index}?a={{${index % 10 === 0 ? `v${index}` : 'c'}}}\n  &b=2\nContent-Type: application/json\n\n{"a": ${index}, "b": "{{c}}"}\n\n`;
}

async function time(run: () => unknown): Promise<Times> {
  const before = process.threadCpuUsage();
  const started = performance.now();
  await run();
  const passed = performance.now() - started;
  const { user, system } = process.threadCpuUsage(before);
  return { passed, worked: (user + system) / 1000 };
}

function percentiles(name: string, times: readonly Times[], target: number): Percentiles {
  const passed = sorted(times.map((one) => one.passed));
  const worked = sorted(times.map((one) => one.worked));
  return {
    name,
    p50: at(passed, 0.5),
    p95: at(passed, 0.95),
    max: at(passed, 1),
    worked95: at(worked, 0.95),
    target,
  };
}

function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other);
}

function at(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) printPercentiles(await measureTyping());
