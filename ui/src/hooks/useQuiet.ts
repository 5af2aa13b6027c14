import { useEffect, useRef, useState } from 'react';

const HIDE_AFTER_MS = 2500;

/** Whether nothing has moved for a while, so that controls may step aside. */
export function useQuiet(): { quiet: boolean; stir: () => void } {
  const [quiet, setQuiet] = useState(false);
  const hiding = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(hiding.current);
    },
    [],
  );
  return {
    quiet,
    stir: () => {
      setQuiet(false);
      clearTimeout(hiding.current);
      hiding.current = setTimeout(() => {
        setQuiet(true);
      }, HIDE_AFTER_MS);
    },
  };
}
