/** Answers that are held to the services' own types: what the contract does not know does not compile. */
export interface Asked {
  path: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

type Body<O> = O extends { responses: infer R }
  ? R extends { 200: { content: { 'application/json': infer B } } }
    ? B
    : R extends { 201: { content: { 'application/json': infer B } } }
      ? B
      : R extends { 202: { content: { 'application/json': infer B } } }
        ? B
        : undefined
  : never;

export interface Route {
  method: string;
  pattern: RegExp;
  names: string[];
  answer: (asked: Asked) => unknown;
}

type Method = 'get' | 'put' | 'post' | 'patch' | 'delete';

/** The routes of one service: `route('get', '/videos/{id}', ({ path }) => …)`. */
export function service<P>(base: string) {
  const routes: Route[] = [];
  function route<K extends keyof P & string, M extends Method & keyof P[K]>(method: M, path: K, answer: (asked: Asked) => Body<P[K][M]>): void {
    const names = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] ?? '');
    const pattern = new RegExp(`^${base}${path.replace(/\{[^}]+\}/g, '([^/]+)')}$`);
    routes.push({ method: method.toUpperCase(), pattern, names, answer });
  }
  return { route, routes };
}

export class NotThere extends Error {}

/** What the first route that fits answers; undefined where none does. */
export function answerOf(routes: readonly Route[], method: string, pathname: string, query: URLSearchParams, body: unknown): { value: unknown } | undefined {
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(pathname) : null;
    if (match !== null) {
      const path = Object.fromEntries(route.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
      return { value: route.answer({ path, query, body }) };
    }
  }
  return undefined;
}
