import { describe, expect, it } from 'vitest';
import { keyNames, PLAYER_KEYS, playerKey } from './playerKeys';

describe('playerKeys', () => {
  it('gives no key two meanings', () => {
    const keys = PLAYER_KEYS.flatMap((one) => one.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('names keys as people do', () => {
    expect(PLAYER_KEYS.map(keyNames).slice(0, 3)).toEqual(['k or Space', '←', '→']);
    expect(PLAYER_KEYS.map(keyNames)).toContain('0–9');
  });

  it('does not mind a caps lock, and leaves other keys alone', () => {
    expect(playerKey('F')?.does).toBe('Full screen');
    expect(playerKey('x')).toBeUndefined();
  });
});
