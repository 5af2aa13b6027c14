import { ActionIcon } from '@mantine/core';
import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useNoticesWanted } from '../hooks/useNotices';
import { useMember } from '../hooks/useSession';
import { AccountMenu } from './AccountMenu';
import { Bell } from './Bell';
import { MenuIcon, UploadIcon } from './icons';
import { LinkButton } from './links';
import { Navigation } from './Navigation';
import { SearchBox } from './SearchBox';

// Wide screens never need it, and no first page does.
const MenuDrawer = lazy(() => import('./MenuDrawer'));
const Notices = lazy(() => import('./Notices'));

/** Every page in its frame; what other sites show in theirs comes alone. */
export function Layout() {
  const alone = useMatches({ select: (matches) => matches.some(({ routeId }) => routeId === '/embed/$videoId') });
  return alone ? <Outlet /> : <Frame />;
}

/** The bar above, the ways through the house beside, the page. */
function Frame() {
  const member = useMember();
  const [open, setOpen] = useState(false);
  // Kept once it was there, so that it may leave as it came.
  const [drawn, setDrawn] = useState(false);
  const notices = useNoticesWanted();
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <ActionIcon className="bar-menu" variant="subtle" color="gray" size="lg" aria-label="Menu" aria-expanded={open} onClick={() => { setDrawn(true); setOpen(true); }}>
          <MenuIcon />
        </ActionIcon>
        <Link to="/" className="brand" aria-label="Matinee, home">
          <img src="/icon.svg" alt="" width="30" height="30" />
          <span>Matinee</span>
        </Link>
        <SearchBox />
        <div className="bar-end">
          <LinkButton to="/upload" className="bar-upload" leftSection={<UploadIcon />} aria-label="Upload">
            Upload
          </LinkButton>
          {member !== undefined && <Bell />}
          <AccountMenu />
        </div>
      </header>
      <div className="shell">
        <div className="rail">
          <Navigation label="Main" />
        </div>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Suspense>{notices && <Notices />}</Suspense>
      {drawn && (
        <Suspense>
          <MenuDrawer open={open} onClose={() => { setOpen(false); }} />
        </Suspense>
      )}
    </>
  );
}
