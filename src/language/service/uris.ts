/**
 * Paths and URIs as text. A library of this layer has no URL of the platform; what is needed is only to go
 * from a document to a file beside it.
 */

/** `file:///a/b.http` is in `file:///a`. */
export function folderOf(uri: string): string {
  return uri.slice(0, Math.max(uri.lastIndexOf('/'), 0));
}

/** Last part of a URI, decoded. */
export function fileName(uri: string): string {
  return decode(uri.slice(uri.lastIndexOf('/') + 1));
}

/** The path of a `file:` URI as the machine writes it, a drive without the slash in front. */
export function filePath(uri: string): string {
  const path = decode(uri.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/, ''));
  return /^\/[A-Za-z]:(?:\/|$)/.test(path) ? path.slice(1).replaceAll('/', '\\') : path;
}

/**
 * The URI of a path as it is written in a document, relative to the document's folder. Backslashes count as
 * slashes; an absolute path stays in the document's scheme. Undefined for a path that names nothing.
 */
export function resolvePath(documentUri: string, path: string): string | undefined {
  const trimmed = path.trim().replaceAll('\\', '/');
  if (trimmed === '' || trimmed.endsWith('/')) return undefined;
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/.exec(documentUri)?.[0] ?? '';
  const drive = /^[A-Za-z]:\//.test(trimmed);
  const isAbsolute = drive || trimmed.startsWith('/');
  const base = isAbsolute ? '' : folderOf(documentUri).slice(scheme.length);
  const parts: string[] = base.split('/').filter((part) => part !== '');
  for (const part of trimmed.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(encodePart(part));
  }
  return `${scheme}/${parts.join('/')}`;
}

/** How a person in the document's folder would name a file: `../shared/env.json`; the URI when nothing is shared. */
export function relativePath(documentUri: string, uri: string): string {
  const from = folderOf(documentUri).split('/');
  const to = uri.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  if (shared < 3) return uri;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared).map(decode)].join('/');
}

/** The document's folder and those above it, nearest first, up to the workspace folder that holds it. */
export function foldersUpward(documentUri: string, workspaceFolders: readonly string[]): readonly string[] {
  const nearest = folderOf(documentUri);
  const root = workspaceFolders
    .filter((folder) => nearest === folder || nearest.startsWith(`${folder}/`))
    .sort((one, other) => one.length - other.length)[0];
  const folders = [nearest];
  for (let folder = nearest; root !== undefined && folder !== root;) {
    folder = folderOf(folder);
    folders.push(folder);
  }
  return folders;
}

function encodePart(part: string): string {
  return encodeURIComponent(part).replace(/%(?:2B|40|24|26|3D|2C|3B|3A)/g, (escaped) =>
    decodeURIComponent(escaped),
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A percent sign that begins no escape: the name is as it stands.
    return part;
  }
}
