import { groups, type Claim } from './claim.ts';

interface Choice {
  /** Ids separated by commas. */
  readonly only?: string | undefined;
  readonly without?: string | undefined;
}

/** The claims asked for, with those they rest on, in the order of the table. Throws an Error that names an unknown id. */
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
      wanted.add(basis); // the loop comes by here too
    }
  }
  for (const id of named(without)) {
    wanted.delete(id);
  }
  return claims.filter(({ id }) => wanted.has(id));
}

/** All claims for reading: group by group, each with what it needs and rests on. */
export function listClaims(claims: readonly Claim[]): string {
  return groups
    .map((group) => {
      const lines = claims
        .filter((claim) => claim.group === group)
        .map(({ id, title, needs, dependsOn = [] }) => {
          const needing = needs.length > 0 ? ` [needs ${needs.join(', ')}]` : '';
          const resting = dependsOn.length > 0 ? ` [rests on ${dependsOn.join(', ')}]` : '';
          return `  ${id.padEnd(26)} ${title}${needing}${resting}`;
        });
      return lines.length > 0 ? `${group}\n${lines.join('\n')}\n` : '';
    })
    .filter(Boolean)
    .join('\n');
}
