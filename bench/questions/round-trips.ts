import type { Context } from '../context.ts';
import { contenders, type Question } from './question.ts';

/** (a) How often each scene queries the database in one request, as the stand-in counts. */
export const roundTrips: Question = {
  name: 'round-trips',
  aboutScenes: true,
  async ask(context, scenes) {
    const figures: Record<string, number> = {};
    const rows: string[][] = [];
    const all = await context.subjects();
    for (const scene of scenes) {
      const counted: Record<string, number> = {};
      for (const contender of contenders(all, scene, { hashed: true })) {
        const requests = await contender.scene(1);
        const { port } = contender.subject.workerd;
        counted[contender.key] = await count(context, port, requests.slice(0, 1));
        figures[`roundTrips.${scene}.${contender.key}`] = counted[contender.key] ?? 0;
      }
      const cell = (key: string) => String(counted[key] ?? '–');
      rows.push([scene, cell('ours'), cell('betterAuth'), cell('cookieCache'), cell('bare')]);
    }
    const columns = ['', 'Sallyport', 'better-auth', 'with cookie cache', 'bare Worker'];
    return { tables: [{ title: 'Database round trips of one request', columns, rows }], figures };
  },
};

/** The stand-in counts the queries of requests, not those of the Worker between requests. */
async function count({ database, load }: Context, port: number, requests: readonly string[]) {
  database.neonHttp.reset();
  await load.apply({ port, connections: 1, requests, milliseconds: 10_000, most: 1 });
  return database.neonHttp.stats().round_trips;
}
