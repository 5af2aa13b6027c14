/** Opens a page and waits until nothing on it is loading: the network itself is never idle, since notifications come by it. */
export async function open(page, address) {
  await page.goto(address);
  await page.locator('main h1, main h2').first().waitFor();
  await page.waitForFunction(() => document.querySelector('main .notice[role="status"], main .skeleton, main .mantine-Skeleton-root') === null);
}
