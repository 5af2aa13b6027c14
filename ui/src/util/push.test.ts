import { describe, expect, it } from 'vitest';
import { keyBytes } from './push';

describe('keyBytes', () => {
  it('reads base64url without its padding', () => {
    expect([...keyBytes('-_8A')]).toEqual([251, 255, 0]);
    expect([...keyBytes('BA')]).toEqual([4]);
    expect(keyBytes('')).toHaveLength(0);
  });
});
