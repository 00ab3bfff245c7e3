import { pathsOf, placesOf } from './core/endpoint/aliases.ts';
import type { Endpoint, Uncounted } from './core/endpoint/endpoint.ts';
import type { Site } from './call.ts';
import type { Route } from './http.ts';
import { readLook, type Look } from './platform/web/look.ts';

/** What such a document is written from. */
interface Reading {
  /** The part of the path called `:name`. */
  readonly parameter: string;
  readonly look: Look;
  readonly brandName: string;
}

/** A document written by the Worker itself, at a path of its own. */
export function page(
  path: `/${string}`,
  render: (reading: Reading) => Promise<{ readonly status: 200 | 404; readonly html: string }>,
): Route {
  return {
    spec: { method: 'GET', path },
    mount: (app) => {
      app.get(path, async (c) => {
        c.set('route', path);
        const { status, html } = await render({
          parameter: c.req.param('name') ?? '',
          look: readLook(c.req.raw.headers),
          brandName: c.env.brandName,
        });
        return c.html(html, status);
      });
    },
  };
}

/** An endpoint that can refuse nobody and counts nothing: it needs no database and no limiter. */
type BuiltEndpoint = Endpoint & {
  readonly method: 'GET';
  readonly guard: 'public';
  readonly limit: Uncounted;
  readonly works: 'unconfigured';
  readonly sends: 'built';
};

/** The JSON in `file`, which the build wrote beside the pages. */
export function builtRoute(spec: BuiltEndpoint, file: `/${string}`): Route {
  return {
    spec,
    mount: (app) => {
      app.on(spec.method, [...pathsOf(spec)], async (c) => {
        c.set('route', spec.path);
        const found = await c.env.assets.fetch(new Request(new URL(file, c.req.url)));
        if (!found.ok) {
          throw new Error(`the build lacks ${file}`);
        }
        return new Response(found.body, { headers: { 'content-type': 'application/json' } });
      });
    },
  };
}

/** A path that redirects to another; `to` is written by us alone. */
export function redirect(path: `/${string}`, to: (search: string) => string): Route {
  return {
    spec: { method: 'GET', path },
    mount: (app) => {
      for (const { path: at } of placesOf({ method: 'GET', path })) {
        app.get(at, (c) => {
          c.set('route', path);
          return c.redirect(to(new URL(c.req.url).search), 302);
        });
      }
    },
  };
}

/** A file of plain text that the Worker writes itself. */
export function textFile(path: `/${string}`, write: (site: Site, origin: string) => string): Route {
  return {
    spec: { method: 'GET', path },
    mount: (app) => {
      app.get(path, (c) => {
        c.set('route', path);
        return c.text(write(c.env, new URL(c.req.url).origin));
      });
    },
  };
}
