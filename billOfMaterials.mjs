/**
 * Says what is in the bundles besides our own code: `sbom.cdx.json` (CycloneDX 1.6) and `licenses.txt`, both made from
 * what esbuild has really read. Two builds of the same sources give the same bytes: no time, no random number. Called by
 * `esbuild.mjs` at the end of each build.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `inputs` are the paths of esbuild's metafiles. */
export async function writeBillOfMaterials(inputs, outdir) {
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const packages = await Promise.all([...folders].map(readPackage));
  packages.sort((one, other) => compare(one.name, other.name) || compare(one.version, other.version));
  const { name, version } = JSON.parse(await readFile('package.json', 'utf8'));
  await writeFile(join(outdir, 'sbom.cdx.json'), `${JSON.stringify(billOf({ name, version }, packages))}\n`);
  await writeFile(join(outdir, 'licenses.txt'), licenseText(packages));
}

/** `node_modules/a` of `node_modules/a/lib/b.js`, `node_modules/@a/b/node_modules/c` of a nested one. */
function packageFolder(input) {
  return /^(?:[\w-]+:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll('\\', '/'))?.[1];
}

async function readPackage(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder} names no licence.`);
  const files = await readdir(folder);
  const file = files.sort().find((one) => /^licen[cs]e(?:[.-]|$)/i.test(one));
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8');
  return { name, version, license, text: text.replaceAll('\r\n', '\n').trim() };
}

function billOf({ name, version }, packages) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': `pkg:npm/${name}@${version}`, name, version } },
    components: packages.map((one) => {
      const purl = `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`;
      const licenses = [
        / /.test(one.license) ? { expression: one.license } : { license: { id: one.license } },
      ];
      return { type: 'library', 'bom-ref': purl, name: one.name, version: one.version, licenses, purl };
    }),
  };
}

/** Packages whose licences differ only in who holds the copyright, and in line ends, share the text. */
function licenseText(packages) {
  const groups = new Map();
  for (const { name, version, license, text } of packages) {
    const { holders, terms } = split(linked.get(license) ?? text);
    const key = terms.join(' ').replace(/\s+/g, ' ').toLowerCase();
    const group = groups.get(key) ?? { names: [], terms };
    group.names.push(
      [`${name} ${version} (${license})`, ...holders.map((holder) => `  ${holder}`)].join('\n'),
    );
    groups.set(key, group);
  }
  const sections = [...groups.values()].map(({ names, terms }) => {
    const all = terms.join('\n').trim();
    return `${names.join('\n')}\n\n${all === '' ? 'The package holds no text of its licence.' : all}\n`;
  });
  const intro = 'HTTP Sessions is made with these packages, whose licences and notices follow.\n';
  return [intro, ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}

/** A licence that lets a link stand for its text. */
const linked = new Map([['CC-BY-4.0', 'https://creativecommons.org/licenses/by/4.0/legalcode']]);

function split(text) {
  const lines = text.split('\n').map((line) => line.trim());
  const isHolder = (line) =>
    /^\W*copyright\b.*(?:\d{4}|\(c\)|©)/i.test(line) || /^all rights reserved\.?$/i.test(line);
  const isTitle = (line) => /^#*\s*(?:the )?(?:mit|isc) licen[cs]e(?: \(mit\))?\W*$/i.test(line);
  return {
    holders: lines.filter(isHolder),
    terms: lines.filter((line) => !isHolder(line) && !isTitle(line)),
  };
}

function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}
