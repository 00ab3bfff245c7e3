import { globSync } from 'node:fs';
import { relative } from 'node:path';

export interface WorkerParts {
  /** The folder of `index.js` and everything it loads. */
  readonly folder: string;
  readonly vars: Readonly<Record<string, string>>;
  /** Binding → class of each Durable Object. */
  readonly objects?: Readonly<Record<string, string>>;
  /** Binding of the folder with pages; it serves nothing here. */
  readonly assets?: string;
}

const COMPATIBILITY_DATE = '2026-09-18';

// Cap'n Proto's text strings are escaped as JSON's are.
const text = (value: string) => JSON.stringify(value);

/** The configuration of workerd for one Worker on loopback: no Miniflare and no second Worker in between. */
export function workerdConfig(parts: WorkerParts, port: number, stateFolder: string): string {
  const objects = Object.entries(parts.objects ?? {});
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private", "local"])),
    (name = "objects", disk = (path = ${text(stateFolder)}, writable = true)),
    (name = "assets", disk = (path = ${text(parts.folder)})),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  compatibilityDate = "${COMPATIBILITY_DATE}",
  compatibilityFlags = ["nodejs_compat"],
  modules = [
    ${modulesOf(parts.folder, stateFolder).join(',\n    ')}
  ],
  bindings = [
    ${[
      ...Object.entries(parts.vars).map(
        ([name, value]) => `(name = ${text(name)}, text = ${text(value)})`,
      ),
      ...objects.map(
        ([name, className]) =>
          `(name = ${text(name)}, durableObjectNamespace = ${text(className)})`,
      ),
      ...(parts.assets ? [`(name = ${text(parts.assets)}, service = "assets")`] : []),
    ].join(',\n    ')}
  ],
  durableObjectNamespaces = [
    ${objects
      .map(
        ([, className]) =>
          `(className = ${text(className)}, uniqueKey = ${text(`bench-${className}`)}, enableSql = true)`,
      )
      .join(',\n    ')}
  ],
  durableObjectStorage = (localDisk = "objects"),
);
`;
}

/** The modules, the entry first, because workerd starts with the first module. */
function modulesOf(folder: string, stateFolder: string): string[] {
  const files = globSync('**/*.{js,wasm}', { cwd: folder }).toSorted(
    (a, b) => Number(b === 'index.js') - Number(a === 'index.js'),
  );
  return files.map((file) => {
    const kind = file.endsWith('.wasm') ? 'wasm' : 'esModule';
    return `(name = ${text(file)}, ${kind} = embed ${text(`${relative(stateFolder, folder)}/${file}`)})`;
  });
}
