import { useEffect } from 'react';
import { sayPage } from '../api/report';

/** Counts that a page was seen; `name` is analytics' word for it. */
export function useVisit(name: string, content?: string): void {
  useEffect(() => {
    sayPage('viewed', name, content === undefined ? {} : { content });
  }, [name, content]);
}
