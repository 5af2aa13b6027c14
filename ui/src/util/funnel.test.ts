import { expect, it } from 'vitest';
import { funnel } from './funnel';

it('tells each step as a share of the one before and of the greatest', () => {
  expect(funnel([['shown', 200], ['clicked', 50], ['watched', 100], ['lost', undefined]])).toEqual([
    { name: 'shown', amount: 200, ofMost: 1, ofBefore: undefined },
    { name: 'clicked', amount: 50, ofMost: 0.25, ofBefore: 0.25 },
    { name: 'watched', amount: 100, ofMost: 0.5, ofBefore: 2 },
    { name: 'lost', amount: undefined, ofMost: undefined, ofBefore: undefined },
  ]);
  expect(funnel([['shown', 0]])[0]?.ofMost).toBeUndefined();
});
