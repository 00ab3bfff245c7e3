import { groups, type Claim } from './claim.ts';

interface Choice {
  /** Ids separated by commas. */
  readonly only?: string | undefined;
  readonly without?: string | undefined;
}

/** The chosen claims with their dependencies, in the order of the table. Throws an Error that names an unknown id. */
export function chooseClaims(
  claims: readonly Claim[],
  { only, without }: Choice,
): readonly Claim[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const named = (text: string | undefined) => {
    const ids = (text ?? '')
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean);
    const unknown = ids.filter((id) => !byId.has(id));
    if (unknown.length > 0) {
      throw new Error(
        `There is no claim ${unknown.join(', ')}: npm run proof -- --list names them all.`,
      );
    }
    return ids;
  };
  const wanted = new Set(only === undefined ? byId.keys() : named(only));
  for (const id of wanted) {
    for (const basis of byId.get(id)?.dependsOn ?? []) {
      wanted.add(basis); // the loop visits added items, too
    }
  }
  for (const id of named(without)) {
    wanted.delete(id);
  }
  return claims.filter(({ id }) => wanted.has(id));
}

/** A list of all claims by group, each with its needs and dependencies. */
export function listClaims(claims: readonly Claim[]): string {
  return groups
    .map((group) => {
      const lines = claims
        .filter((claim) => claim.group === group)
        .map(({ id, title, needs, dependsOn = [] }) => {
          const needing = needs.length > 0 ? ` [needs ${needs.join(', ')}]` : '';
          const depending = dependsOn.length > 0 ? ` [depends on ${dependsOn.join(', ')}]` : '';
          return `  ${id.padEnd(26)} ${title}${needing}${depending}`;
        });
      return lines.length > 0 ? `${group}\n${lines.join('\n')}\n` : '';
    })
    .filter(Boolean)
    .join('\n');
}
