// Pictures of a page, wide and narrow, light and dark, for people to look at.

import { mkdir } from 'node:fs/promises';

const folder = new URL('../pictures/', import.meta.url).pathname;
const WIDTHS = [1280, 360];
const THEMES = ['light', 'dark'];

export async function picture(page, name) {
  await mkdir(folder, { recursive: true });
  for (const width of WIDTHS) {
    for (const colorScheme of THEMES) {
      await page.setViewportSize({ width, height: width > 600 ? 800 : 720 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png`, fullPage: false });
    }
  }
  return folder;
}
