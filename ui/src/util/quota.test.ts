import { describe, expect, it } from 'vitest';
import { ownOf, typedOf } from './quota';

const NONE = { held_bytes: '', day_bytes: '', day_uploads: '' };

describe('typedOf', () => {
  it('is nothing for the default, and reads what ownOf wrote', () => {
    expect(typedOf({})).toEqual(NONE);
    const typed = { held_bytes: '20', day_bytes: '1.5', day_uploads: '40' };
    expect(typedOf(ownOf(typed).own)).toEqual(typed);
  });
});

describe('ownOf', () => {
  it('gives the default back for nothing typed', () => {
    expect(ownOf(NONE)).toEqual({ own: { held_bytes: null, day_bytes: null, day_uploads: null }, wrong: [] });
  });

  it('takes a comma for a point, and nought for none at all', () => {
    expect(ownOf({ held_bytes: ' 2,5 ', day_bytes: '0', day_uploads: '0' }).own).toEqual({ held_bytes: 2_500_000_000, day_bytes: 0, day_uploads: 0 });
  });

  it.each(['-1', 'much', '1e9', '99999999', '1.2.3'])('does not take %s for bytes', (text) => {
    expect(ownOf({ ...NONE, held_bytes: text }).wrong).toEqual(['held_bytes']);
  });

  it.each(['1.5', '1000001', 'ten'])('does not take %s for a number of uploads', (text) => {
    expect(ownOf({ ...NONE, day_uploads: text }).wrong).toEqual(['day_uploads']);
  });
});
