// Every kind of page the checks visit: accessibility, pictures, weight. They are
// found by following links as each of a few people; nobody lists them by hand.

import { ROLES, real, scoringPlace, settledPlace, signingPlace, verifyingPlace } from './addresses.mjs';
import { open } from './lib/browser.mjs';
import { crawl } from './lib/crawl.mjs';

const VISITS = [['officer', scoringPlace], ['officer', verifyingPlace], ['verifier', verifyingPlace], ...(real ? [['head', scoringPlace], ['second', settledPlace], ['superior', settledPlace]] : [])];

/** Pages that look otherwise on another day: the draft table and its comments while they are open. */
const OTHERWISE = real ? [['second', signingPlace], ['head', signingPlace]] : [];
const DRAFT = /table\/:table(\/comments|\/apply|$)/;

const budgetOf = ({ kind, sheet }, role) => (kind === '/' ? 'home' : role === 'head' && /table\/:table$/.test(kind) ? 'builder' : sheet || /self-score\/:unit\/line|evidence\/of/.test(kind) ? 'sheet' : /verification|answers\/:unit\/line|settlement\/:/.test(kind) ? 'verify' : 'reading');

/** `{list, stop}`; each page has name, address, budget, and `prepare`, which signs a fresh browser in. PAGES=text narrows it. */
export async function pages(browser) {
  const places = new Map();
  const list = new Map();
  for (const [role, place, only] of [...VISITS, ...OTHERWISE.map((visit) => [...visit, DRAFT])]) {
    if (!places.has(place)) places.set(place, await place());
    const world = places.get(place);
    const prepare = (page) => world.enter(page, ROLES[role]);
    const page = await open(browser);
    await prepare(page);
    for (const found of await crawl(page)) {
      if (only && !only.test(found.kind)) continue;
      const name = (found.kind.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '') || 'home') + (only ? `-for-${role}` : '');
      if (found.type === 'text/html' && (list.get(name)?.status ?? 999) > found.status) list.set(name, { name, ...found, role, prepare, budget: budgetOf(found, role) });
    }
    await page.context().close();
  }
  const wanted = (name) => !process.env.PAGES || name.includes(process.env.PAGES);
  return { list: [...list.values()].filter(({ name }) => wanted(name)), stop: () => Promise.all([...places.values()].map((place) => place.stop())) };
}
