import { useState } from 'react';
import { browserStorage } from '../api/storage';

/** What somebody chose once and is to find again: a speed, a language. Kept in this browser, as a word. */
export function useChosen(name: string, otherwise: string): [string, (value: string) => void] {
  const key = `matinee.${name}`;
  const [chosen, setChosen] = useState(() => browserStorage.getItem(key) ?? otherwise);
  return [
    chosen,
    (value) => {
      browserStorage.setItem(key, value);
      setChosen(value);
    },
  ];
}
