import { readFileSync, writeFileSync } from 'node:fs';

type Package = {
  version?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};

const OS = /android|darwin|freebsd|linux|win32|openharmony|netbsd|openbsd|sunos|aix/;
const CPU = /arm64|arm(?=-|$)|x64|ia32|ppc64|riscv64|s390x|wasm32|loong64|mips64el/;

/**
 * `npm run lock`: lists in package-lock.json the optional packages of other platforms that npm left
 * out when it could not fetch them. `npm ci` refuses a lock without them, on every platform.
 */
function completeLock(text: string): string {
  const lock: { packages: Record<string, Package> } = JSON.parse(text);
  const { packages } = lock;
  for (const [path, owner] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      if (!packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`]) {
        packages[`node_modules/${name}`] = platformPackage(name, version, owner);
      }
    }
  }
  const sorted = Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** What the name tells of the platform; npm installs it there and nowhere else. */
function platformPackage(name: string, version: string, owner: Package): Package {
  const os = OS.exec(name)?.slice(0, 1);
  const cpu = CPU.exec(name)?.slice(0, 1);
  return {
    version,
    ...(cpu && { cpu }),
    dev: owner.dev ?? false,
    ...(os?.[0] === 'linux' && { libc: libcOf(name) }),
    ...(owner.license && { license: owner.license }),
    optional: true,
    ...(os && { os }),
  };
}

function libcOf(name: string): string[] {
  return [/musl/.test(name) ? 'musl' : 'glibc'];
}

writeFileSync('package-lock.json', completeLock(readFileSync('package-lock.json', 'utf8')));
