/** The ceiling: only Hono and one query over the same driver. */
import { neon, neonConfig } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-http';
import { eq } from 'drizzle-orm';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { Hono } from 'hono';

interface Env {
  readonly DATABASE_URL: string;
}

neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;

const note = pgTable('note', { id: integer().primaryKey(), text: text().notNull() });

const app = new Hono<{ Bindings: Env }>();

app.get('/', (c) => c.json({ ok: true }));

app.get('/one', async (c) => {
  const db = drizzle(neon(c.env.DATABASE_URL));
  const [row] = await db.select().from(note).where(eq(note.id, 1));
  return c.json(row);
});

export default app;
