import { assert } from './steps.mjs';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Opens a page of numbers and sees on its cards what the API answered for them. */
export async function showsTheNumbers(page, address) {
  const answered = ['views', 'sessions'].map((metric) =>
    page.waitForResponse((response) => new URL(response.url()).pathname === `/api/analytics/v1/metrics/${metric}/overall` && response.request().method() === 'GET'),
  );
  await page.goto(address);
  for (const [index, metric] of ['views', 'sessions'].entries()) {
    const response = await answered[index];
    assert(response.ok(), `${metric} answered ${response.status()}: ${await response.text()}`);
    const value = (await response.json()).data[0]?.value;
    const expected = value === undefined ? '–' : whole.format(value);
    await page.locator(`[data-metric="${metric}"]`, { hasText: expected }).waitFor();
  }
}
