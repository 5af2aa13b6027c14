import { useRef, type ReactNode } from 'react';
import { sayPage } from '../api/report';
import { useShown } from '../hooks/useShown';
import { cameFrom } from '../util/cameFrom';

interface Props {
  /** Analytics' words for the page and the list. */
  page: string;
  place: string;
  className?: string;
  children: ReactNode;
}

/** A list of cards that tells what of it was seen and chosen. */
export function CardGrid({ page, place, className = 'grid', children }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useShown(list, page, place);
  return (
    <ul
      ref={list}
      className={className}
      onClickCapture={(event) => {
        const link = event.target instanceof Element ? event.target.closest('a') : null;
        const id = link?.closest<HTMLElement>('[data-id]')?.dataset['id'];
        // A card leads to its channel, too, which is no choice of the film.
        if (id !== undefined && link?.pathname.endsWith(`/${id}`) === true) {
          const items = [...(list.current?.querySelectorAll<HTMLElement>('[data-id]') ?? [])];
          cameFrom(place, id);
          sayPage('clicked', page, { content: id, place, rank: items.findIndex((item) => item.dataset['id'] === id) + 1 });
        }
      }}
    >
      {children}
    </ul>
  );
}
