// Every page the checks visit: accessibility, pictures, weight. On the real
// server `prepare` signs in first; the fixture has its own three.

import { ROLES, real, scoringPlace } from './addresses.mjs';

const YEAR = process.env.YEAR ?? '/years/2018';

/** name, address below the base, budget, role to sign in as. Pages of later steps are added here. */
const REAL = [
  ['sign-in', '/', 'reading', null],
  ['home', '/home', 'reading', 'officer'],
  ['year', YEAR, 'reading', 'officer'],
  ['sheet', `${YEAR}/self-score/tra-vinh`, 'sheet', 'officer'],
  ['ranking', `${YEAR}/ranking`, 'reading', 'officer'],
  ['heat-map', `${YEAR}/ranking/heat-map`, 'reading', 'officer'],
  ['verification', `${YEAR}/verification`, 'verify', 'verifier'],
];

const FIXTURE = [
  ['sheet', '/sheet', null, null],
  ['send', '/send', null, null],
  ['evidence', '/detail?path=I%2F1', null, null],
];

/** `{base, list, stop}`; PAGES=name,name narrows the list. */
export async function pages() {
  const place = await scoringPlace({ filled: 54 });
  const chosen = process.env.PAGES?.split(',');
  const list = (real ? REAL : FIXTURE).filter(([name]) => !chosen || chosen.includes(name)).map(([name, path, budget, role]) => ({
    name,
    address: place.base + path,
    budget,
    prepare: role && real ? (page) => place.enter(page, ROLES[role]) : undefined,
  }));
  return { base: place.base, list, stop: place.stop };
}
