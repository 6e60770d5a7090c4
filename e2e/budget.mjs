// Weighs the pages of the real demo against the budgets: `GIAOUOC_BIN=… node budget.mjs`.
// Kilobytes are 1,000 bytes on the wire, headers included. Exit 1 when one is over.

import { open, launch, slow } from './lib/browser.mjs';
import { weigh } from './lib/weight.mjs';
import { pages } from './pages.mjs';

const BUDGETS = {
  home: { html: 14, css: 14, js: 1, font: 0, total: 40, requests: 5 },
  reading: { html: 14, css: 14, js: 0, font: 0, total: 40, requests: 5 },
  // Whoever drafts a table has its keys beside the page.
  builder: { html: 14, css: 14, js: 2, font: 0, total: 40, requests: 5 },
  sheet: { html: 22, css: 14, js: 19, font: 0, total: 60, requests: 6 },
  verify: { html: 20, css: 14, js: 19, font: 0, total: 150, requests: 8 },
};
const COLUMNS = ['html', 'css', 'js', 'font', 'image', 'total', 'requests'];

const kb = (bytes) => bytes / 1000;

function row(name, weight, budget) {
  const over = Object.entries(budget).filter(([part, limit]) => (part === 'requests' ? weight[part] : kb(weight[part])) > limit).map(([part]) => part);
  const figures = COLUMNS.map((part) => (part === 'requests' ? String(weight[part]) : kb(weight[part]).toFixed(1)).padStart(9));
  console.log(`${name.padEnd(28)}${figures.join('')}${String(weight.load).padStart(9)}  ${over.length ? `over: ${over.join(', ')}` : 'ok'}`);
  return over.length + (weight.status >= 400 ? 1 : 0);
}

const browser = await launch();
const { list, stop } = await pages(browser);
console.log(`${'page'.padEnd(28)}${[...COLUMNS, 'ms slow'].map((name) => name.padStart(9)).join('')}`);
let over = 0;
for (const { name, address, budget, prepare } of list) {
  const page = await open(browser);
  page.setDefaultTimeout(30000);
  await prepare(page);
  await slow(page);
  over += row(name, await weigh(page, address), BUDGETS[budget]);
  await page.context().close();
}
await browser.close();
await stop();
console.log(over ? `budget: ${over} over` : 'budget: all within (400 kbps, 400 ms)');
process.exitCode = over ? 1 : 0;
