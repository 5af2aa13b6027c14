interface Point {
  second: number;
  share: number;
}

/** The outline of shares over a film's length, filled down to nought, in a box of 100 by 100; empty where there is nothing to draw. */
export function curvePath(points: readonly Point[], duration: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || !(duration > 0)) {
    return '';
  }
  const round = (value: number) => Math.round(value * 100) / 100;
  const x = (second: number) => round(Math.min(100, (second / duration) * 100));
  const line = points.map(({ second, share }) => `L${x(second)} ${round(100 - Math.min(1, Math.max(0, share)) * 100)}`).join('');
  return `M${x(first.second)} 100${line}L${x(last.second)} 100Z`;
}
