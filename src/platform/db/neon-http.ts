import { parameterText } from './parameter-text.ts';
import { valueReader } from './value-reader.ts';

/** The database answered, and refused the statement. `code` is its SQLSTATE (PostgreSQL appendix A). */
export class StatementRefused extends Error {
  readonly code: string | null;

  constructor(message: string, code: string | null) {
    super(message);
    this.name = 'StatementRefused';
    this.code = code;
  }
}

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface NeonHttp {
  /**
   * One statement, one round trip. Rows are objects by column name.
   * @throws StatementRefused when the database said no, any other error when there was no whole answer.
   */
  query(statement: Statement, signal: AbortSignal): Promise<Record<string, unknown>[]>;
}

interface WireAnswer {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** How the server's lists call us unless the address says otherwise. */
const APPLICATION_NAME = 'sallyport';

/**
 * Neon's SQL over HTTP: what its own driver sends and reads for a single statement, without the PostgreSQL client,
 * the web socket and the polyfills that come with it (docs/decisions/0035).
 */
export function neonHttp(connectionString: string): NeonHttp {
  const url = new URL(connectionString);
  const { hostname, port } = url;
  if (!url.searchParams.has('application_name')) {
    url.searchParams.append('application_name', APPLICATION_NAME);
  }
  const endpoint = LOOPBACK.has(hostname)
    ? `http://${hostname}:${port}/sql`
    : `https://${hostname.replace(/^[^.]+\./, 'api.')}/sql`;
  const headers = {
    'Neon-Connection-String': `postgresql:${url.href.slice(url.protocol.length)}`,
    'Neon-Raw-Text-Output': 'true',
    'Neon-Array-Mode': 'true',
  };
  return {
    async query({ text, values }, signal) {
      const body = JSON.stringify({ query: text, params: values.map(parameterText) });
      const answer = await fetch(endpoint, { method: 'POST', headers, body, signal });
      if (answer.ok) {
        return rowsOf(await answer.json<WireAnswer>());
      }
      throw answer.status === 400
        ? await refusal(answer)
        : new Error(`Server error (HTTP status ${answer.status}): ${await answer.text()}`);
    },
  };
}

async function refusal(answer: Response): Promise<StatementRefused> {
  const { message, code } = await answer.json<{ message?: string; code?: string | null }>();
  return new StatementRefused(message ?? '', code ?? null);
}

function rowsOf({ fields, rows }: WireAnswer): Record<string, unknown>[] {
  const columns = fields.map(({ name, dataTypeID }) => ({ name, read: valueReader(dataTypeID) }));
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, read }, index) => {
        const text = row[index] ?? null;
        return [name, text === null ? null : read(text)];
      }),
    ),
  );
}
