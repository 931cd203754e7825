/**
 * What a GraphQL configuration says about the schema of a document: `schema` at its top or of the project that the
 * document belongs to, as paths and globs. JSON and the plain YAML that these files are written in; what else YAML can
 * do (anchors, texts of several lines) is not read. Called where the schema of a body is looked for.
 */
import type { LanguageServiceHost } from '../host.ts';
import { folderOf, relativePath, resolvePath } from '../uris.ts';
import { yamlOf } from './plainYaml.ts';

/** URIs of the schema files, in order; addresses of a network count for nothing. */
export async function configuredSchemaFiles(
  configuration: { readonly uri: string; readonly text: string },
  documentUri: string,
  host: LanguageServiceHost,
): Promise<readonly string[]> {
  const { uri, text } = configuration;
  const root = fieldsOf(/^\s*\{/.test(text) ? jsonOf(text) : yamlOf(text));
  const project = projectOf(root, relativePath(uri, documentUri));
  const paths = textsOf((project ?? root)['schema']).filter((path) => !/:\/\/|\$\{/.test(path));
  const found: string[] = [];
  for (const path of paths) {
    if (/[*?{[]/.test(path)) found.push(...(await matching(path, uri, host)));
    else found.push(...[resolvePath(uri, path)].filter((one) => one !== undefined));
  }
  return [...new Set(found)];
}

type Fields = Readonly<Record<string, unknown>>;

/** The project whose documents the path belongs to, else the one named `default`, else the first. */
function projectOf(root: Fields, path: string): Fields | undefined {
  const projects = Object.entries(fieldsOf(root['projects'])).map(
    ([name, value]) => [name, typeof value === 'object' ? fieldsOf(value) : { schema: value }] as const,
  );
  const holds = (project: Fields): boolean =>
    [...textsOf(project['include']), ...textsOf(project['documents'])].some((glob) =>
      expressionOf(glob).test(path),
    );
  const found =
    projects.find(([, project]) => holds(project)) ??
    projects.find(([name]) => name === 'default') ??
    projects[0];
  return found?.[1];
}

const mostFolders = 200;
const mostFiles = 200;

/** The files that a glob names, from its last plain folder on. */
async function matching(glob: string, uri: string, host: LanguageServiceHost): Promise<readonly string[]> {
  const plain = /^(?:[^*?{[]*\/)?/.exec(glob)?.[0] ?? '';
  const base = resolvePath(uri, `${plain}x`);
  if (base === undefined) return [];
  const pattern = expressionOf(glob.slice(plain.length));
  const goesDeep = glob.slice(plain.length).includes('/') || glob.includes('**');
  const found: string[] = [];
  const top = folderOf(base);
  const folders = [top];
  // The list grows while it is walked.
  for (const folder of folders) {
    for (const name of [...(await host.listFiles(folder))].sort()) {
      const isFolder = name.endsWith('/');
      const one = `${folder}/${isFolder ? name.slice(0, -1) : name}`;
      if (isFolder) {
        const isWalked = goesDeep && !/^(?:\.|node_modules\/)/.test(name) && folders.length < mostFolders;
        if (isWalked) folders.push(one);
      } else if (pattern.test(one.slice(top.length + 1)) && found.length < mostFiles) found.push(one);
    }
  }
  return found;
}

function expressionOf(glob: string): RegExp {
  const source = glob.replace(/^\.\//, '').replaceAll(/\*\*\/|\*\*|[*?{},]|[.+^$()|[\]\\]/g, (mark) => {
    switch (mark) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        return '(?:';
      case '}':
        return ')';
      case ',':
        return '|';
      default:
        return `\\${mark}`;
    }
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    // Braces that are not closed name nothing yet.
    return /(?!)/;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A configuration that is being written names nothing yet.
    return undefined;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A text, texts of a list, and the keys of objects in it (a schema with options). */
function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => (typeof one === 'string' ? one : Object.keys(fieldsOf(one))));
}
