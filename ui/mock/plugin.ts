import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { apiRoutes } from './api';
import { identity } from './login';
import { media } from './media';
import { answerOf, NotThere } from './routes';

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
  }
  const text = Buffer.concat(parts).toString();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.statusCode = status;
  response.setHeader('ETag', '"r1"');
  response.setHeader('Content-Type', status < 400 ? 'application/json' : 'application/problem+json');
  response.end(value === undefined ? undefined : JSON.stringify(value));
}

async function answer(request: IncomingMessage, response: ServerResponse, next: () => void): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname.startsWith('/auth/')) {
    identity(url, request, response);
  } else if (url.pathname.startsWith('/media/')) {
    await media(url.pathname, response);
  } else if (url.pathname === '/api/notify/v1/stream') {
    response.setHeader('Content-Type', 'text/event-stream');
    response.write('event: unread\ndata: {"unread":3}\n\n');
  } else if (url.pathname === '/api/analytics/v1/live') {
    response.setHeader('Content-Type', 'text/event-stream');
    response.write(`event: live\ndata: ${JSON.stringify({ at: new Date().toISOString(), events_per_second: 12.4, viewers: 37, about: 1, top: [] })}\n\n`);
  } else if (url.pathname.startsWith('/api/')) {
    try {
      const found = answerOf(apiRoutes, request.method ?? 'GET', url.pathname, url.searchParams, await bodyOf(request));
      if (found === undefined) {
        send(response, 404, { type: 'about:blank', title: 'Not Found', status: 404, code: 'mock_unknown', detail: `The mock API knows no ${request.method ?? ''} ${url.pathname}.` });
      } else {
        send(response, found.value === undefined ? 204 : 200, found.value);
      }
    } catch (error) {
      if (!(error instanceof NotThere)) {
        throw error;
      }
      send(response, 404, { type: 'about:blank', title: 'Not Found', status: 404, code: 'not_found', detail: error.message });
    }
  } else {
    next();
  }
}

/** A made-up Matinee behind the development server: every login is let in, nothing is kept. */
export function mockApi(): Plugin {
  const use = (server: { middlewares: { use(handler: (request: IncomingMessage, response: ServerResponse, next: () => void) => void): unknown } }) => {
    server.middlewares.use((request, response, next) => {
      answer(request, response, next).catch((error: unknown) => {
        send(response, 500, { type: 'about:blank', title: 'Mock', status: 500, code: 'mock', detail: String(error) });
      });
    });
  };
  return { name: 'matinee-mock', configureServer: use, configurePreviewServer: use };
}
