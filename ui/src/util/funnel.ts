export interface FunnelStep {
  name: string;
  amount: number | undefined;
  /** Shares of the greatest step and of the one before, where there is something to be a share of: people also come from outside. */
  ofMost: number | undefined;
  ofBefore: number | undefined;
}

export function funnel(steps: readonly (readonly [string, unknown])[]): FunnelStep[] {
  const amounts = steps.map(([, amount]) => (typeof amount === 'number' ? amount : undefined));
  const share = (part: number | undefined, whole: number | undefined) => (part === undefined || whole === undefined || whole === 0 ? undefined : part / whole);
  return steps.map(([name], index) => ({
    name,
    amount: amounts[index],
    ofMost: share(amounts[index], Math.max(...amounts.map((one) => one ?? 0))),
    ofBefore: index === 0 ? undefined : share(amounts[index], amounts[index - 1]),
  }));
}
