import { useState } from 'react';

/** What somebody chose once and is to find again: a speed, a language. Kept in this browser, as a word. */
export function useChosen(name: string, otherwise: string): [string, (value: string) => void] {
  const key = `matinee.${name}`;
  const [chosen, setChosen] = useState(() => localStorage.getItem(key) ?? otherwise);
  return [
    chosen,
    (value) => {
      localStorage.setItem(key, value);
      setChosen(value);
    },
  ];
}
