import { useEffect, useRef, type RefObject } from 'react';
import { noteSeen } from '../api/feed';
import { sayPage } from '../api/report';
import { useMember } from './useSession';

const LONG_ENOUGH_MS = 1000;
const TOGETHER_MS = 3000;

/**
 * Tells which of a list's items were on the screen, each once: those with a `data-id`, more than half of them for a second.
 * Feed lets what a member saw sink, analytics counts what was shown and clicked.
 */
export function useShown(list: RefObject<HTMLElement | null>, page: string, place: string): void {
  const member = useMember() !== undefined;
  const told = useRef({ place, ids: new Set<string>() });

  // After each render, since the list grows.
  useEffect(() => {
    const root = list.current;
    if (root === null) {
      return undefined;
    }
    if (told.current.place !== place) {
      // Another list, in which the same item is shown anew.
      told.current = { place, ids: new Set() };
    }
    const { ids: toldIds } = told.current;
    const items = [...root.querySelectorAll<HTMLElement>('[data-id]')];
    const ranks = new Map(items.map((item, index) => [item, index + 1]));
    const timers = new Map<Element, ReturnType<typeof setTimeout>>();
    let ids: string[] = [];
    const note = () => {
      if (member && ids.length > 0) {
        noteSeen(ids.slice(0, 100));
      }
      ids = [];
    };
    const noting = setInterval(note, TOGETHER_MS);
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          clearTimeout(timers.get(target));
          const id = (target as HTMLElement).dataset['id'];
          if (isIntersecting && id !== undefined && !toldIds.has(id)) {
            timers.set(
              target,
              setTimeout(() => {
                toldIds.add(id);
                ids.push(id);
                sayPage('shown', page, { content: id, place, rank: ranks.get(target as HTMLElement) ?? 1 });
              }, LONG_ENOUGH_MS),
            );
          }
        }
      },
      { threshold: 0.5 },
    );
    for (const item of items) {
      if (!toldIds.has(item.dataset['id'] ?? '')) {
        observer.observe(item);
      }
    }
    return () => {
      observer.disconnect();
      clearInterval(noting);
      timers.forEach(clearTimeout);
      note();
    };
  });
}
