import { describe, expect, it } from 'vitest';
import type { paths as Catalog } from '../src/api/generated/catalog';
import { answerOf, service } from './routes';

const { route, routes } = service<Catalog>('/api/catalog/v1');
route('get', '/videos/{id}/like', ({ path }) => ({ likes: path['id']?.length ?? 0 }));

describe('answerOf', () => {
  it('finds the route and reads what is in its path', () => {
    expect(answerOf(routes, 'GET', '/api/catalog/v1/videos/a%20b/like', new URLSearchParams(), undefined)).toEqual({ value: { likes: 3 } });
  });

  it.each([['POST', '/api/catalog/v1/videos/a/like'], ['GET', '/api/catalog/v1/videos/a/b/like'], ['GET', '/api/catalog/v2/videos/a/like']])(
    'knows nothing of %s %s',
    (method, path) => {
      expect(answerOf(routes, method, path, new URLSearchParams(), undefined)).toBeUndefined();
    },
  );
});
