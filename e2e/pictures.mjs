// Takes the pictures of every page: `node pictures.mjs`, then look into pictures/.

import { launch, open } from './lib/browser.mjs';
import { picture } from './lib/pictures.mjs';
import { pages } from './pages.mjs';

const browser = await launch();
const { list, stop } = await pages(browser);
let folder = '';
for (const { name, address, prepare } of list) {
  const page = await open(browser);
  await prepare(page);
  await page.goto(address);
  folder = await picture(page, name);
  await page.context().close();
}
await browser.close();
await stop();
console.log(`${list.length} pages in ${folder}`);
