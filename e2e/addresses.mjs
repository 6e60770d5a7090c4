// The one place that knows addresses, people and days. The journeys ask for a
// `place`; with GIAOUOC_BIN it is the real server's demo, without it the fixture.

import { startFixture } from './fixture/server.mjs';
import { crawl } from './lib/crawl.mjs';
import { startServer } from './lib/server.mjs';

export const real = Boolean(process.env.GIAOUOC_BIN);

/** Days of the demo's year on which the journeys happen. */
export const DAYS = { signing: process.env.DEMO_SIGNING ?? '2018-03-23', scoring: process.env.DEMO_SCORING ?? '2018-11-13', verifying: process.env.DEMO_VERIFYING ?? '2018-11-28', settled: process.env.DEMO_SETTLED ?? '2018-12-05' };

/** The demo's roles by part of their words, marks and capitals aside. */
export const ROLES = {
  officer: process.env.DEMO_OFFICER ?? 'chuyên viên.*Trà Vinh',
  second: process.env.DEMO_SECOND ?? 'lãnh đạo.*Trà Vinh',
  verifier: process.env.DEMO_VERIFIER ?? 'thẩm định',
  head: process.env.DEMO_HEAD ?? 'cụm trưởng',
  superior: process.env.DEMO_SUPERIOR ?? 'cơ quan thường trực',
};

/** Steps into a role of the demo, by the list in the page's head or by a button of the first page. */
export async function enter(page, base, role) {
  await page.goto(`${base}/`);
  const list = page.locator('#demo-role');
  if (await list.count()) {
    const values = await list.locator('option').evaluateAll((options, words) => options.filter((option) => new RegExp(words, 'i').test(option.textContent)).map((option) => option.value), role);
    if (!values.length) throw new Error(`no demo role like “${role}”`);
    await list.selectOption(values[0]);
    await page.locator('form.demo-role button').click();
  } else {
    await page.getByRole('button', { name: new RegExp(role, 'i') }).first().click();
  }
  await page.waitForLoadState('load');
}

/** Where the signed-in person's own sheet is: the first page with fields, found by following links once. */
async function sheetOf(page) {
  if (process.env.SHEET) return new URL(process.env.SHEET, page.url()).href;
  const found = (await crawl(page, { most: 60 })).find(({ sheet }) => sheet);
  if (!found) throw new Error('no scoring sheet within reach of the links');
  return found.address;
}

async function realPlace(day, { engine } = {}) {
  const server = await startServer(day, { engine });
  let sheet;
  const openSheet = async (page, role = ROLES.officer) => {
    await enter(page, server.base, role);
    sheet ??= await sheetOf(page);
    await page.goto(sheet);
  };
  return { ...server, openSheet, enter: (page, role) => enter(page, server.base, role) };
}

async function fixturePlace(options) {
  const world = await startFixture(options);
  const accounts = { [ROLES.officer]: 'an', [ROLES.second]: 'binh' };
  const openSheet = (page, role = ROLES.officer) => page.goto(`${world.base}/sheet?account=${accounts[role]}`);
  return { ...world, openSheet, enter: (page) => page.goto(`${world.base}/sheet`) };
}

/** A place where a draft table is out for comments. */
export const signingPlace = () => realPlace(DAYS.signing);

/** A place with an empty sheet to score. */
export const scoringPlace = (options) => (real ? realPlace(DAYS.scoring, options) : fixturePlace(options));

/** A place where sheets are sent and being verified. */
export const verifyingPlace = () => (real ? realPlace(DAYS.verifying) : fixturePlace({ filled: 54 }));

/** A place where scores are settled and members see the ranking. */
export const settledPlace = () => realPlace(DAYS.settled);
