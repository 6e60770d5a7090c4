// The one place that knows addresses, people and days. The journeys ask for a
// `place`; with GIAOUOC_BIN it is the real server's demo, without it the fixture.

import { startFixture } from './fixture/server.mjs';
import { startServer } from './lib/server.mjs';

export const real = Boolean(process.env.GIAOUOC_BIN);

/** Days of the demo's year on which the journeys happen. */
export const DAYS = { scoring: process.env.DEMO_SCORING ?? '2018-11-20', verifying: process.env.DEMO_VERIFYING ?? '2018-12-05' };

/** Demo sign-ins by role: what the sign-in page's buttons are called. */
export const ROLES = {
  officer: process.env.DEMO_OFFICER ?? 'chuyên viên Trà Vinh',
  second: process.env.DEMO_SECOND ?? 'lãnh đạo Trà Vinh',
  verifier: process.env.DEMO_VERIFIER ?? 'thẩm định',
};

/** Addresses on the real server, as a person reaches them. */
const SHEET = process.env.SHEET ?? '/years/2018/self-score/tra-vinh';

/** Signs in by the demo page: finds the role's button by its words and presses Enter on it. */
async function enter(page, base, role) {
  await page.goto(`${base}/`);
  const button = page.getByRole('button', { name: new RegExp(role, 'i') }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForLoadState('load');
}

async function realPlace(day) {
  const server = await startServer(day);
  return {
    ...server,
    openSheet: async (page, role = ROLES.officer) => {
      await enter(page, server.base, role);
      await page.goto(`${server.base}${SHEET}`);
    },
    enter: (page, role) => enter(page, server.base, role),
  };
}

async function fixturePlace(options) {
  const world = await startFixture(options);
  const accounts = { [ROLES.officer]: 'an', [ROLES.second]: 'binh' };
  return {
    ...world,
    openSheet: (page, role = ROLES.officer) => page.goto(`${world.base}/sheet?account=${accounts[role]}`),
  };
}

/** A place with an empty sheet to score. */
export const scoringPlace = (options) => (real ? realPlace(DAYS.scoring) : fixturePlace(options));
