import type { ReactNode } from 'react';
import { sentenceOf } from '../util/problem';
import { FilmIcon, WarningIcon } from './icons';

export function Loading({ what }: { what: string }) {
  return (
    <div className="notice" role="status">
      <span className="spinner" aria-hidden="true" />
      <p>Loading {what}…</p>
    </div>
  );
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div className="notice" role="alert">
      <span className="notice-icon warn">
        <WarningIcon />
      </span>
      <p>{sentenceOf(error)}</p>
      {retry !== undefined && (
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Nothing to show; `page` when it is all that a page has, so that its title is the page's. */
export function Empty({ title, page = false, children }: { title: string; page?: boolean; children: ReactNode }) {
  const Title = page ? 'h1' : 'h2';
  return (
    <div className="notice">
      <span className="notice-icon">
        <FilmIcon />
      </span>
      <Title>{title}</Title>
      {children}
    </div>
  );
}

/** A failure beside what it concerns, where the rest of the page still works. */
export function InlineError({ error }: { error: unknown }) {
  return error === undefined ? null : (
    <p className="inline-error" role="alert">
      {sentenceOf(error)}
    </p>
  );
}
