/**
 * The items of the Test Explorer: folders, files, requests and their tests. Files are looked for when the Test Explorer
 * is first opened, and read as requests only when they are opened, expanded or run; an item keeps its identity, and so
 * its result, over edits. It runs nothing; `testRuns.ts` does.
 */
import * as vscode from 'vscode';
import { holdsRequests, type Outlines } from '../lenses/outlines.ts';
import { mightHoldTests, requestRows, type RequestRow } from './fileTests.ts';

/** What an item stands for. */
export type TestPlace =
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly file: vscode.Uri }
  /** `key` as in `RequestPlace`. */
  | { readonly kind: 'request'; readonly file: vscode.Uri; readonly key: string }
  | { readonly kind: 'test'; readonly file: vscode.Uri; readonly key: string };

export interface TestTree {
  placeOf(item: vscode.TestItem): TestPlace | undefined;
  /** Finds the files of the workspace that might hold tests. */
  discover(): Promise<void>;
  /** Gives a file an item if it might hold tests. */
  look(file: vscode.Uri): Promise<void>;
  /** Brings the item of a file up to its text; undefined when no test is in it. */
  read(document: vscode.TextDocument): vscode.TestItem | undefined;
  /** The same for a file, opened when it is not; undefined also when it cannot be read. */
  readFile(file: vscode.Uri): Promise<vscode.TestItem | undefined>;
  /** A file's item, if it is known. */
  fileItem(file: vscode.Uri): vscode.TestItem | undefined;
  requestItem(file: vscode.Uri, key: string): vscode.TestItem | undefined;
  /** The item of a test that only a run has named, made below its request. */
  addTest(
    request: vscode.TestItem,
    id: string,
    row: { readonly name: string; readonly line: number },
  ): vscode.TestItem;
  /** Whether a test below a request is there because a run has named it. */
  isNamedByRun(request: vscode.TestItem, id: string): boolean;
  /** A file was deleted. */
  remove(file: vscode.Uri): void;
}

/** What VS Code leaves out of searches is left out here, and this besides. */
const excluded = '**/node_modules/**';
export const testFiles = '**/*.{http,rest}';

/** Files read at a time while they are looked for. */
const readTogether = 16;
/** A longer file was made by a program. */
const longestFile = 4 * 1024 * 1024;

export function createTestTree(controller: vscode.TestController, outlines: Outlines): TestTree {
  const places = new WeakMap<vscode.TestItem, TestPlace>();
  const files = new Map<string, vscode.TestItem>();

  const newItem = (id: string, label: string, place: TestPlace, uri: vscode.Uri): vscode.TestItem => {
    const item = controller.createTestItem(id, label, uri);
    places.set(item, place);
    return item;
  };

  function fileItem(file: vscode.Uri): vscode.TestItem {
    const id = file.toString();
    const known = files.get(id);
    if (known !== undefined) return known;
    const item = newItem(id, nameOf(file), { kind: 'file', file }, file);
    item.canResolveChildren = true;
    files.set(id, item);
    folderOf(file).add(item);
    return item;
  }

  /** The list that a file belongs in, its folders made on the way. */
  function folderOf(file: vscode.Uri): vscode.TestItemCollection {
    const top = vscode.workspace.getWorkspaceFolder(file);
    if (top === undefined) return controller.items;
    const isAlone = vscode.workspace.workspaceFolders?.length === 1;
    const roots = isAlone ? controller.items : childFolder(controller.items, top.uri, top.name);
    const names = file.path.slice(top.uri.path.length).split('/').slice(0, -1);
    let uri = top.uri;
    return names.reduce((items, name) => {
      if (name === '') return items;
      uri = vscode.Uri.joinPath(uri, name);
      return childFolder(items, uri, name);
    }, roots);
  }

  function childFolder(
    items: vscode.TestItemCollection,
    uri: vscode.Uri,
    name: string,
  ): vscode.TestItemCollection {
    const id = `${uri.toString()}/`;
    const known = items.get(id);
    if (known !== undefined) return known.children;
    const item = newItem(id, name, { kind: 'folder' }, uri);
    items.add(item);
    return item.children;
  }

  function remove(file: vscode.Uri): void {
    const item = files.get(file.toString());
    if (item === undefined) return;
    files.delete(file.toString());
    // A folder without any file left goes, too.
    let gone = item;
    while (gone.parent?.children.size === 1) gone = gone.parent;
    (gone.parent?.children ?? controller.items).delete(gone.id);
  }

  function read(document: vscode.TextDocument): vscode.TestItem | undefined {
    const rows = requestRows(outlines.of(document));
    if (rows.length === 0) {
      remove(document.uri);
      return undefined;
    }
    const item = fileItem(document.uri);
    for (const [id] of item.children) {
      if (!rows.some(({ key }) => key === id)) item.children.delete(id);
    }
    for (const [index, row] of rows.entries()) readRequest(item, row, index);
    return item;
  }

  function readRequest(parent: vscode.TestItem, row: RequestRow, index: number): void {
    const file = parent.uri;
    if (file === undefined) return;
    const { key, label, description, line, tags, tests } = row;
    const known = parent.children.get(key);
    const item = known ?? newItem(key, label, { kind: 'request', file, key }, file);
    update(item, { label, description, line, sortText: sortText(index) });
    if (item.tags.map(({ id }) => id).join() !== tags.join()) {
      item.tags = tags.map((tag) => new vscode.TestTag(tag));
    }
    for (const [id, test] of item.children) {
      const isWritten = tests.some((one) => one.id === id);
      // One that only a run has named stays for as long as a run could name it again.
      if (!isWritten && !namedByRun.has(test)) item.children.delete(id);
    }
    for (const [place, { id, name, line: testLine }] of tests.entries()) {
      const test = item.children.get(id) ?? newItem(id, name, { kind: 'test', file, key }, file);
      namedByRun.delete(test);
      update(test, { label: name, line: testLine, sortText: sortText(place) });
      if (test.parent === undefined) item.children.add(test);
    }
    if (known === undefined) parent.children.add(item);
  }

  const namedByRun = new WeakSet<vscode.TestItem>();

  async function readFile(file: vscode.Uri): Promise<vscode.TestItem | undefined> {
    try {
      return read(await vscode.workspace.openTextDocument(file));
    } catch {
      remove(file);
      return undefined;
    }
  }

  async function look(file: vscode.Uri): Promise<void> {
    if (files.has(file.toString())) return;
    try {
      if ((await vscode.workspace.fs.stat(file)).size > longestFile) return;
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      if (mightHoldTests(text)) fileItem(file);
    } catch {
      // It has gone since it was found, or nobody may read it.
    }
  }

  return {
    placeOf: (item) => places.get(item),
    async discover() {
      const found = await vscode.workspace.findFiles(testFiles, excluded);
      for (let at = 0; at < found.length; at += readTogether) {
        await Promise.all(found.slice(at, at + readTogether).map(look));
      }
    },
    look,
    read,
    readFile,
    fileItem: (file) => files.get(file.toString()),
    requestItem: (file, key) => files.get(file.toString())?.children.get(key),
    addTest(request, id, { name, line }) {
      const known = request.children.get(id);
      const place = places.get(request);
      if (known !== undefined || place?.kind !== 'request') return known ?? request;
      const test = newItem(id, name, { kind: 'test', file: place.file, key: place.key }, place.file);
      update(test, { label: name, line, sortText: sortText(request.children.size) });
      namedByRun.add(test);
      request.children.add(test);
      return test;
    },
    isNamedByRun(request, id) {
      const test = request.children.get(id);
      return test !== undefined && namedByRun.has(test);
    },
    remove,
  };
}

/** Whether a document can have items; what Git shows of the past is nobody's test. */
export function canHoldTests(document: vscode.TextDocument): boolean {
  return holdsRequests(document) && document.uri.scheme !== 'git' && mightHoldTests(document.getText());
}

interface Look {
  readonly label: string;
  readonly description?: string | undefined;
  /** 0-based. */
  readonly line: number;
  readonly sortText: string;
}

/** Only what has changed is set, because each is a message to VS Code. */
function update(item: vscode.TestItem, { label, description = '', line, sortText }: Look): void {
  if (item.label !== label) item.label = label;
  if ((item.description ?? '') !== description) item.description = description;
  if (item.sortText !== sortText) item.sortText = sortText;
  if (item.range?.start.line !== line) item.range = new vscode.Range(line, 0, line, 0);
}

function sortText(index: number): string {
  return String(index).padStart(6, '0');
}

function nameOf(file: vscode.Uri): string {
  return file.path.slice(file.path.lastIndexOf('/') + 1);
}
