/**
 * Which requests a run sends, in which order and with which variables: what the wish names, what that needs first
 * (`# @ref`, `# @forceRef`), and what `run` lines say. Pure: files come from `PlanSources`, nothing is sent. Shared by
 * the terminal, the editor and the Test Explorer through the runner, which carries a plan out.
 */
import { isDisabled } from '../definition/directives.ts';
import type {
  Directive,
  FileDefinition,
  ImportDefinition,
  RequestDefinition,
} from '../definition/definition.ts';
import { findRequest } from '../variables/variables.ts';
import { readRunArguments, type RunArgument } from './runArguments.ts';

/** A file that takes part in a run. */
export interface RunFile {
  /** Absolute; says which file it is. */
  readonly path: string;
  readonly definition: FileDefinition;
}

/** Which part of a file is meant; offsets are the file's. */
export type RunWish =
  | { readonly kind: 'all' }
  /** All from an offset on. */
  | { readonly kind: 'from'; readonly offset: number }
  /** All that a part of the text touches. */
  | { readonly kind: 'within'; readonly start: number; readonly end: number }
  /** What the `run` line that begins at an offset names. */
  | { readonly kind: 'run'; readonly offset: number }
  /** These very requests; `# @disabled` does not count for one that is named. */
  | {
      readonly kind: 'requests';
      readonly requests: readonly RequestDefinition[];
      readonly areNamed: boolean;
    };

/** The world around a plan. */
export interface PlanSources {
  /** The file that a path in another file means; undefined when it cannot be read. */
  readonly fileAt: (from: RunFile, target: string) => RunFile | undefined;
  /** What a file imports, nearest first. */
  readonly importsOf: (file: RunFile) => readonly RunFile[];
  /** Whether the answer of a request is known from before the run; never when absent. */
  readonly isAnswered?: ((file: RunFile, name: string) => boolean) | undefined;
  /**
   * The names of requests whose answers a request reads. With it, those without an answer are sent first, and a step
   * knows what it comes after.
   */
  readonly referencesOf?: ((file: RunFile, request: RequestDefinition) => readonly string[]) | undefined;
}

/** Why a step is in the plan. */
export type StepCause =
  | { readonly kind: 'chosen' }
  /** `by` has it in `# @ref`, `# @forceRef`, or reads its answer. */
  | { readonly kind: 'ref' | 'forceRef' | 'reference'; readonly by: RequestDefinition }
  | { readonly kind: 'run'; readonly line: number };

/** The variables that a `run` line gives, to be filled as seen from that line. */
export interface GivenVariables {
  readonly file: RunFile;
  readonly offset: number;
  readonly values: readonly RunArgument[];
}

/** One request to be sent. Steps are compared by identity. */
export interface RunStep {
  readonly file: RunFile;
  readonly request: RequestDefinition;
  readonly cause: StepCause;
  /** The outermost `run` line first. */
  readonly given: readonly GivenVariables[];
  /** Without their answers it is not sent. */
  readonly needs: readonly RunStep[];
  /** Steps that have to be over before it begins, also where several run at a time. */
  readonly after: readonly RunStep[];
  /** `# @disabled`: it stands in the plan to be told, and is not sent. */
  readonly isDisabled: boolean;
}

/** Why a plan cannot be carried out. */
export interface PlanProblem {
  readonly file: RunFile;
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface RunPlan {
  readonly steps: readonly RunStep[];
  /** With any of these nothing should be sent. */
  readonly problems: readonly PlanProblem[];
}

/** Never throws. */
export function planSteps(file: RunFile, wish: RunWish, sources: PlanSources): RunPlan {
  const planning = new Planning(sources);
  planning.addStatements(file, wish, { given: none, way: none });
  return { steps: planning.steps, problems: planning.problems };
}

/** What people call the request of a step. */
export function stepName({ request: { name, title, method, url } }: Pick<RunStep, 'request'>): string {
  return name ?? title ?? `${method} ${url}`;
}

/** True when a plan of the file needs no other file and no order but that of its requests. */
export function isPlainFile({ imports, requests }: FileDefinition): boolean {
  return imports.length === 0 && !requests.some(({ directives }) => directives.some(isRef));
}

type Statement =
  | { readonly kind: 'request'; readonly request: RequestDefinition; readonly offset: number }
  | { readonly kind: 'run'; readonly run: ImportDefinition; readonly offset: number };

interface Surroundings {
  readonly given: readonly GivenVariables[];
  /** The files that run each other, down to this one. */
  readonly way: readonly RunFile[];
}

interface Need {
  readonly kind: 'ref' | 'forceRef' | 'reference';
  readonly name: string;
  readonly line: number;
}

const none: readonly never[] = [];
/** More steps than a person can have meant: files that run each other many times. */
const mostSteps = 200_000;

class Planning {
  readonly steps: RunStep[] = [];
  readonly problems: PlanProblem[] = [];
  readonly #sources: PlanSources;
  /** The last step of each request. */
  readonly #last = new Map<RequestDefinition, RunStep>();
  /** Sent because others need them: their own turn is over. */
  readonly #sentBefore = new Set<RequestDefinition>();

  constructor(sources: PlanSources) {
    this.#sources = sources;
  }

  addStatements(file: RunFile, wish: RunWish, around: Surroundings): void {
    const areNamed = wish.kind === 'requests' && wish.areNamed;
    for (const statement of statementsOf(file.definition, wish)) {
      if (this.steps.length >= mostSteps) return;
      if (statement.kind === 'run') {
        this.#addRun(file, statement.run, around);
        continue;
      }
      const { request } = statement;
      const isOver = this.#sentBefore.has(request) && around.given.length === 0;
      if (isOver) continue;
      const cause: StepCause = { kind: 'chosen' };
      this.#addRequest(file, request, { cause, given: around.given, areNamed, way: none });
    }
  }

  #addRun(file: RunFile, run: ImportDefinition, { given, way }: Surroundings): void {
    const values = readRunArguments(run.arguments);
    const inside = values.length === 0 ? given : [...given, { file, offset: run.range.start, values }];
    const fail = (message: string): void => void this.problems.push({ file, line: run.line, message });
    if (run.target.startsWith('#')) {
      const name = run.target.slice(1);
      const found = this.#find(file, name);
      if (found === undefined) {
        fail(`\`run\` names "${name}", but no request of the file or its imports has that name.`);
        return;
      }
      const cause: StepCause = { kind: 'run', line: run.line };
      this.#addRequest(found.file, found.request, { cause, given: inside, areNamed: true, way: none });
      return;
    }
    const other = this.#sources.fileAt(file, run.target);
    if (other === undefined) {
      fail(`\`run\` names ${run.target}, which cannot be read.`);
      return;
    }
    const files = [...way, file];
    const start = files.findIndex((one) => one.path === other.path);
    if (start !== -1) {
      fail(`The files run each other: ${[...files.slice(start), other].map(nameOfFile).join(' → ')}.`);
      return;
    }
    this.addStatements(other, { kind: 'all' }, { given: inside, way: files });
  }

  /** Undefined when it leads in a cycle, which is a problem then. */
  #addRequest(
    file: RunFile,
    request: RequestDefinition,
    options: {
      readonly cause: StepCause;
      readonly given: readonly GivenVariables[];
      readonly areNamed: boolean;
      /** Requests that need each other, down to this one. */
      readonly way: readonly RequestDefinition[];
    },
  ): RunStep {
    const { cause, given, areNamed, way } = options;
    const isLeftOut = !areNamed && isDisabled(request);
    const needs: RunStep[] = [];
    const after: RunStep[] = [];
    for (const need of isLeftOut ? none : this.#needsOf(file, request)) {
      const found = this.#find(file, need.name);
      if (found === undefined) {
        if (need.kind === 'reference') continue;
        const message = `@${need.kind} names "${need.name}", but no request of the file or its imports has that name.`;
        this.problems.push({ file, line: need.line, message });
        continue;
      }
      const steps = [...way, request];
      const start = steps.indexOf(found.request);
      if (start !== -1) {
        if (need.kind === 'reference') continue;
        const names = [...steps.slice(start), found.request].map(({ name = '' }) => name);
        const message = `The requests need each other: ${names.join(' → ')}.`;
        this.problems.push({ file, line: need.line, message });
        continue;
      }
      const known = this.#last.get(found.request);
      const isKnown = known !== undefined || this.#sources.isAnswered?.(found.file, need.name) === true;
      if (need.kind !== 'forceRef' && isKnown) {
        if (known !== undefined) (need.kind === 'ref' ? needs : after).push(known);
        continue;
      }
      if (need.kind === 'reference' && isDisabled(found.request)) continue;
      const inner = { cause: { kind: need.kind, by: request }, given, areNamed: true, way: steps } as const;
      needs.push(this.#addRequest(found.file, found.request, inner));
      if (given.length === 0) this.#sentBefore.add(found.request);
    }
    const step: RunStep = {
      file,
      request,
      cause,
      given,
      needs: needs.length === 0 ? none : needs,
      after: after.length === 0 ? none : after,
      isDisabled: isLeftOut,
    };
    this.steps.push(step);
    if (!isLeftOut) this.#last.set(request, step);
    return step;
  }

  #needsOf(file: RunFile, request: RequestDefinition): readonly Need[] {
    const refs = request.directives
      .filter(isRef)
      .map(({ key, value, line }): Need => ({ kind: key === 'ref' ? 'ref' : 'forceRef', name: value, line }));
    const references = this.#sources.referencesOf?.(file, request) ?? none;
    if (references.length === 0) return refs.length === 0 ? none : refs;
    const named = new Set(refs.map(({ name }) => name));
    const { line } = request;
    return [
      ...refs,
      ...references
        .filter((name) => !named.has(name) && name !== request.name)
        .map((name): Need => ({ kind: 'reference', name, line })),
    ];
  }

  /** The file's own request of that name, else that of the nearest import. */
  #find(
    file: RunFile,
    name: string,
  ): { readonly file: RunFile; readonly request: RequestDefinition } | undefined {
    const own = requestNamed(file, name);
    if (own !== undefined) return { file, request: own };
    for (const other of this.#sources.importsOf(file)) {
      const request = requestNamed(other, name);
      if (request !== undefined) return { file: other, request };
    }
    return undefined;
  }
}

function requestNamed({ definition: { requests } }: RunFile, name: string): RequestDefinition | undefined {
  return findRequest(requests, name) ?? requests.findLast(({ title }) => title === name);
}

function isRef({ key, value }: Directive): boolean {
  return (key === 'ref' || key === 'forceref') && value !== '';
}

function nameOfFile({ path }: RunFile): string {
  return /[^/\\]*$/.exec(path)?.[0] ?? path;
}

/** The requests and `run` lines that a wish means, in order. */
function statementsOf({ requests, imports }: FileDefinition, wish: RunWish): readonly Statement[] {
  if (wish.kind === 'requests') return wish.requests.map(asStatement);
  const runs = imports.flatMap((run): readonly Statement[] =>
    run.kind === 'run' ? [{ kind: 'run', run, offset: run.range.start }] : none,
  );
  if (wish.kind === 'run') {
    return runs.filter(({ offset }) => offset === wish.offset);
  }
  const statements: Statement[] = requests.map(asStatement);
  if (runs.length > 0) {
    statements.push(...runs);
    statements.sort((one, other) => one.offset - other.offset);
  }
  if (wish.kind === 'all') return statements;
  const start = wish.kind === 'from' ? wish.offset : wish.start;
  const end = wish.kind === 'from' ? Infinity : wish.end;
  return statements.filter((statement) => {
    const { range } = statement.kind === 'run' ? statement.run : statement.request;
    return range.end > start && range.start < Math.max(end, start + 1);
  });
}

function asStatement(request: RequestDefinition): Statement {
  return { kind: 'request', request, offset: request.urlRange.start };
}
