import type { ReactNode } from 'react';
import { Link, NavLink } from 'react-router';
import { logOut } from '../api/session';
import { useSession } from '../hooks/useSession';
import { useTheme, type Theme } from '../hooks/useTheme';
import { pages } from '../util/paths';
import { HalfIcon, MoonIcon, SunIcon, UploadIcon } from './icons';
import { LoginButton } from './LoginButton';

export function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="bar">
        <Link to={pages.home()} className="brand" aria-label="Matinee, home">
          <img src="/icon.svg" alt="" width="30" height="30" />
          <span>Matinee</span>
        </Link>
        <nav aria-label="Main">
          <NavLink to={pages.home()} end>
            Watch
          </NavLink>
          <NavLink to={pages.mine()}>My videos</NavLink>
        </nav>
        <div className="bar-end">
          <Link to={pages.upload()} className="button primary">
            <UploadIcon />
            <span className="wide-only">Upload</span>
            <span className="narrow-only visually-hidden">Upload</span>
          </Link>
          <ThemeButton />
          <Account />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">Matinee: films and photos, on your own machines.</footer>
    </>
  );
}

const THEMES: Record<Theme, { icon: ReactNode; label: string }> = {
  system: { icon: <HalfIcon />, label: 'Colours as the system has them; switch to light' },
  light: { icon: <SunIcon />, label: 'Light colours; switch to dark' },
  dark: { icon: <MoonIcon />, label: 'Dark colours; switch to the system’s' },
};

function ThemeButton() {
  const [theme, next] = useTheme();
  const { icon, label } = THEMES[theme];
  return (
    <button type="button" className="button quiet round" onClick={next} aria-label={label} title={label}>
      {icon}
    </button>
  );
}

function Account() {
  const session = useSession();
  if (!session.known) {
    return <span className="account" aria-hidden="true" />;
  }
  if (session.member === undefined) {
    return (
      <LoginButton />
    );
  }
  const { name } = session.member;
  return (
    <span className="account">
      <span className="avatar" aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className="wide-only">{name}</span>
      <button type="button" className="button quiet" onClick={() => void logOut()}>
        Log out
      </button>
    </span>
  );
}
