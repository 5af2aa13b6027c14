import { open } from './open.mjs';
import { assert, until } from './steps.mjs';

const UNITS = { '': 1, '%': 1, ms: 1, s: 1000, min: 60_000, h: 3_600_000, B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
const OVERALL = /^\/api\/analytics\/v1\/metrics\/([a-z_]+)\/overall$/;
const REPORT = /^\/api\/analytics\/v1\/reports\/([a-z_]+)$/;

/** Whether a text shows a number as well as its digits can; "–" is what is not known. */
function shows(text, value, seconds = false) {
  if (value === undefined || value === null || value === '') {
    return text === '–';
  }
  const [, digits, unit] = /^(-?[\d,]+(?:\.\d+)?) ?(\S*)$/.exec(text) ?? [];
  const scale = seconds ? 1 : UNITS[unit];
  const shown = Number(digits?.replaceAll(',', ''));
  const decimals = digits?.split('.')[1]?.length ?? 0;
  // Half of the last digit that is shown, and a hair for what binary fractions leave.
  return Math.abs(shown * scale - value) <= 0.5 * 10 ** -decimals * scale * (1 + 1e-9);
}

/** Opens a page of numbers and sees that each card and each cell of its reports shows what the API answered for it. */
export async function showsTheNumbers(page, address) {
  const answers = { metrics: new Map(), reports: new Map() };
  const reading = [];
  const hear = (response) => {
    const { pathname, searchParams } = new URL(response.url());
    const metric = OVERALL.exec(pathname)?.[1];
    const report = REPORT.exec(pathname)?.[1];
    if ((metric ?? report) !== undefined && response.request().method() === 'GET' && searchParams.get('format') !== 'csv') {
      reading.push(
        response.json().then(({ data, detail }) => {
          assert(response.ok(), `${pathname} answered ${response.status()}: ${detail}`);
          (metric === undefined ? answers.reports : answers.metrics).set(metric ?? report, data);
        }),
      );
    }
  };
  page.on('response', hear);
  await open(page, address);
  const cards = page.locator('[data-metric]');
  await until('the cards', 30_000, async () => (await cards.allInnerTexts()).filter((text) => text === '…'), (loading) => loading.length === 0);
  page.off('response', hear);
  await Promise.all(reading);
  const wrong = [];
  for (const card of await cards.all()) {
    const metric = await card.getAttribute('data-metric');
    const text = await card.innerText();
    const value = answers.metrics.get(metric)?.[0]?.value;
    if (!answers.metrics.has(metric) || !shows(text, value)) {
      wrong.push(`${metric} is shown as ${text} and was ${value}`);
    }
  }
  for (const [report, rows] of answers.reports) {
    const cells = page.locator(`section[aria-labelledby="report-${report}"] tbody tr`);
    for (const [index, row] of rows.entries()) {
      for (const cell of await cells.nth(index).locator('[data-column]').all()) {
        const column = await cell.getAttribute('data-column');
        const text = await cell.innerText();
        if (typeof row[column] === 'number' ? !shows(text, row[column], column.endsWith('_seconds')) : column !== 'title' && text !== String(row[column] ?? '–') && !(row[column] === '' && text === '–')) {
          wrong.push(`${column} of ${report} is shown as ${text} and was ${row[column]}`);
        }
      }
    }
  }
  assert(answers.metrics.size > 0, `no number was asked for by ${address}`);
  assert(wrong.length === 0, `${address}: ${wrong.join('; ')}`);
  return answers.metrics.size;
}
