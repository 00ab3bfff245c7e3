import type { People } from './events.ts';

interface PersonNameProps {
  readonly id: string;
  readonly people: People;
}

/** Somebody by their address, with the end of the id; a person without an account any more by the id alone. */
export function PersonName({ id, people }: PersonNameProps) {
  const email = people[id];
  return (
    <>
      {email !== undefined && (
        <span class="block break-words text-ink" translate={false}>
          {email}
        </span>
      )}
      <span class="block font-mono text-sm" title={id} translate={false}>
        …{id.slice(-8)}
      </span>
    </>
  );
}
