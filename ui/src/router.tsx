import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Layout } from './components/Layout';
import { Failed, Loading } from './components/Notice';
import { Home } from './pages/Home';
import { NotFound } from './pages/NotFound';
import { analyticsWords } from './util/analyticsWords';
import { amount, parseQuery, queryText, words } from './util/query';
import { searchWords } from './util/searchWords';

const root = createRootRoute({ component: Layout, notFoundComponent: NotFound });
const getParentRoute = () => root;

type Raw = Record<string, unknown>;
const shown = (raw: Raw) => words(raw, 'show');
const second = (raw: Raw): { t?: number } => {
  const t = amount(raw, 't');
  return t === undefined ? {} : { t };
};

// Each page but the first is a file of its own: most visits need the player or the uploader at most.
const routes = [
  createRoute({ getParentRoute, path: '/', validateSearch: shown, component: Home }),
  createRoute({ getParentRoute, path: '/embed/$videoId', validateSearch: second, component: lazyRouteComponent(() => import('./pages/Embed'), 'Embed') }),
  createRoute({
    getParentRoute,
    path: '/watch/$videoId',
    validateSearch: second,
    component: lazyRouteComponent(() => import('./pages/Watch'), 'Watch'),
  }),
  createRoute({
    getParentRoute,
    path: '/album/$albumId',
    validateSearch: (raw: Raw) => words(raw, 'photo'),
    component: lazyRouteComponent(() => import('./pages/Album'), 'Album'),
  }),
  createRoute({ getParentRoute, path: '/channel/$channel', validateSearch: shown, component: lazyRouteComponent(() => import('./pages/Channel'), 'Channel') }),
  createRoute({ getParentRoute, path: '/search', validateSearch: searchWords, component: lazyRouteComponent(() => import('./pages/Search'), 'Search') }),
  createRoute({ getParentRoute, path: '/playlists', component: lazyRouteComponent(() => import('./pages/Playlists'), 'Playlists') }),
  createRoute({ getParentRoute, path: '/playlist/$playlistId', component: lazyRouteComponent(() => import('./pages/Playlist'), 'Playlist') }),
  createRoute({ getParentRoute, path: '/following', component: lazyRouteComponent(() => import('./pages/Following'), 'Following') }),
  createRoute({ getParentRoute, path: '/history', component: lazyRouteComponent(() => import('./pages/History'), 'History') }),
  createRoute({ getParentRoute, path: '/likes', component: lazyRouteComponent(() => import('./pages/Likes'), 'Likes') }),
  createRoute({ getParentRoute, path: '/inbox', validateSearch: shown, component: lazyRouteComponent(() => import('./pages/Inbox'), 'Inbox') }),
  createRoute({
    getParentRoute,
    path: '/settings/notifications',
    component: lazyRouteComponent(() => import('./pages/NotificationSettings'), 'NotificationSettings'),
  }),
  createRoute({
    getParentRoute,
    path: '/upload',
    validateSearch: (raw: Raw) => ({ ...words(raw, 'video'), ...words(raw, 'kind') }),
    component: lazyRouteComponent(() => import('./pages/Upload'), 'Upload'),
  }),
  createRoute({ getParentRoute, path: '/mine', validateSearch: shown, component: lazyRouteComponent(() => import('./pages/Mine'), 'Mine') }),
  createRoute({ getParentRoute, path: '/studio/analytics', validateSearch: analyticsWords, component: lazyRouteComponent(() => import('./pages/StudioAnalytics'), 'StudioAnalytics') }),
  createRoute({ getParentRoute, path: '/studio/album/$albumId', component: lazyRouteComponent(() => import('./pages/StudioAlbum'), 'StudioAlbum') }),
  createRoute({ getParentRoute, path: '/studio/$videoId', validateSearch: analyticsWords, component: lazyRouteComponent(() => import('./pages/StudioVideo'), 'StudioVideo') }),
  createRoute({ getParentRoute, path: '/analytics', validateSearch: analyticsWords, component: lazyRouteComponent(() => import('./pages/Analytics'), 'Analytics') }),
  createRoute({ getParentRoute, path: '/operations', validateSearch: (raw: Raw) => words(raw, 'show', 'box', 'q'), component: lazyRouteComponent(() => import('./pages/Operations'), 'Operations') }),
  createRoute({ getParentRoute, path: '/moderation', validateSearch: shown, component: lazyRouteComponent(() => import('./pages/Moderation'), 'Moderation') }),
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

// Whoever does not see the page change hears it: what is read next is the new page, and the next tab stop is in it.
router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
  if (fromLocation !== undefined && pathChanged) {
    document.getElementById('main')?.focus({ preventScroll: true });
  }
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
