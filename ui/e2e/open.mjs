/** Opens a page and waits until nothing on it is loading: the network itself is never idle, since notifications come by it. */
export async function open(page, address) {
  await page.goto(address);
  await page.locator('main h1, main h2').first().waitFor();
  await page.waitForFunction(() => document.querySelector('main .notice[role="status"], main .skeleton, main .mantine-Skeleton-root') === null);
}

/** How far what is on the page jumped while it came, by itself: Chromium's layout shift, of which under 0.1 is good. */
export function jumped(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const sum = (entries) => entries.filter(({ hadRecentInput }) => !hadRecentInput).reduce((all, { value }) => all + value, 0);
        new PerformanceObserver((list) => resolve(sum(list.getEntries()))).observe({ type: 'layout-shift', buffered: true });
        // Nothing is told where nothing jumped.
        setTimeout(resolve, 300, 0);
      }),
  );
}
