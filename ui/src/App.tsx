import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Layout } from './components/Layout';
import { Loading } from './components/Notice';
import { Home } from './pages/Home';
import { LoginCallback } from './pages/LoginCallback';
import { Mine } from './pages/Mine';
import { NotFound } from './pages/NotFound';

// The player and the uploader are most of the app's weight, and most visits need one of them at most.
const Watch = lazy(() => import('./pages/Watch'));
const Upload = lazy(() => import('./pages/Upload'));

export function App() {
  return (
    <Layout>
      <Suspense fallback={<Loading what="the page" />}>
        <Routes>
          <Route index element={<Home />} />
          <Route path="watch/:videoId" element={<Watch />} />
          <Route path="upload" element={<Upload />} />
          <Route path="mine" element={<Mine />} />
          <Route path="login/callback" element={<LoginCallback />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Layout>
  );
}
