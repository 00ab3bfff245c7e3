/** The layer of a file, in the order for cherry-picking: each layer needs the one before. */
export const layers = Object.freeze(['schema', 'backend', 'UI', 'everything else'] as const);

export type Layer = (typeof layers)[number];

export interface Commit {
  /** Its short hash, date and subject. */
  readonly head: string;
  readonly files: readonly string[];
}

/** The tables of a feature count as backend: only a migration changes a database. */
export function layerOf(file: string): Layer {
  const [folder] = file.split('/');
  if (folder === 'migrations') {
    return 'schema';
  }
  if (folder === 'src' || file === 'wrangler.toml') {
    return 'backend';
  }
  return folder === 'web' ? 'UI' : 'everything else';
}

/**
 * Lists every commit under each layer it touches, oldest first, which is the order for cherry-picking. A commit of
 * several layers says so: it is picked once, with the first of them.
 */
export function writeLayers(oldestFirst: readonly Commit[]): string {
  return layers
    .map((layer) => {
      const touching = oldestFirst.filter(({ files }) => files.some(isOf(layer)));
      const lines = touching.map(({ head, files }) => {
        const others = layers.filter((other) => other !== layer && files.some(isOf(other)));
        const also = others.length > 0 ? `  (also ${others.join(', ')})` : '';
        const own = files.filter(isOf(layer)).map((file) => `      ${file}`);
        return [`  ${head}${also}`, ...own].join('\n');
      });
      const count = new Set(touching.flatMap(({ files }) => files.filter(isOf(layer)))).size;
      return [`${layer}: ${touching.length} commits, ${count} files`, ...lines].join('\n');
    })
    .join('\n\n');
}

const isOf = (layer: Layer) => (file: string) => layerOf(file) === layer;
