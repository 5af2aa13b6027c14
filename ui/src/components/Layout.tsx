import { ActionIcon, Drawer } from '@mantine/core';
import { Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { AccountMenu } from './AccountMenu';
import { MenuIcon, UploadIcon } from './icons';
import { LinkButton } from './links';
import { Navigation } from './Navigation';
import { SearchBox } from './SearchBox';

/** The frame of every page: the bar above, the ways through the house beside, the page. */
export function Layout() {
  const [open, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <ActionIcon className="bar-menu" variant="subtle" color="gray" size="lg" aria-label="Menu" aria-expanded={open} onClick={() => { setOpen(true); }}>
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
      <Drawer opened={open} onClose={close} title="Matinee" size="17rem" closeButtonProps={{ 'aria-label': 'Close the menu' }}>
        <Navigation label="Menu" onChosen={close} />
      </Drawer>
    </>
  );
}
