import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Layout } from './components/Layout';
import { Failed, Loading } from './components/Notice';
import { Home } from './pages/Home';
import { NotFound } from './pages/NotFound';
import { parseQuery, queryText, words } from './util/query';

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound });
const getParentRoute = () => root;

// Each page but the first is a file of its own: most visits need the player or the uploader at most.
const routes = [
  createRoute({ getParentRoute, path: '/', component: Home }),
  createRoute({ getParentRoute, path: '/watch/$videoId', component: lazyRouteComponent(() => import('./pages/Watch'), 'Watch') }),
  createRoute({
    getParentRoute,
    path: '/search',
    validateSearch: (raw: Record<string, unknown>) => words(raw, 'q'),
    component: lazyRouteComponent(() => import('./pages/Search'), 'Search'),
  }),
  createRoute({
    getParentRoute,
    path: '/upload',
    validateSearch: (raw: Record<string, unknown>) => words(raw, 'video'),
    component: lazyRouteComponent(() => import('./pages/Upload'), 'Upload'),
  }),
  createRoute({ getParentRoute, path: '/mine', component: lazyRouteComponent(() => import('./pages/Mine'), 'Mine') }),
  createRoute({ getParentRoute, path: '/login/callback', component: lazyRouteComponent(() => import('./pages/LoginCallback'), 'LoginCallback') }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch: parseQuery,
  stringifySearch: queryText,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: () => <Loading what="the page" />,
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
