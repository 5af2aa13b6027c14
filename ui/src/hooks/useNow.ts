import { useState } from 'react';

/** The moment a page was opened: what "two hours ago" is told from, the same in all of it. */
export function useNow(): number {
  return useState(() => Date.now())[0];
}
