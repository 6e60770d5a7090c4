// What the journeys ask of any scoring sheet, the fixture's or the server's.

const ENTRY = '[data-row] [data-field]:not([data-field=note])';

/** Fields that take a figure: no notes, no choices between met and not met. */
export const NUMBER = `${ENTRY}:not([data-field=achieved])`;

/** Puts the focus on the first field, as Tab would. */
export const firstField = (page) => page.locator(ENTRY).first().focus();

/** Puts the focus on the first field for a figure. */
export const firstNumber = (page) => page.locator(NUMBER).first().focus();

/** Waits until everything typed is acknowledged by the server. */
export const settled = (page) => page.waitForFunction(() => document.querySelector('score-sheet').dataset.unsent === '0', null, { timeout: 20000 });

/** What every entry field shows. */
export const fields = (page) => page.locator(ENTRY).evaluateAll((all) => all.map((field) => field.value));

/** What every field for a figure shows. */
export const numbers = (page) => page.locator(NUMBER).evaluateAll((all) => all.map((field) => field.value));

/** The key after each entry: Tab to the second field of one cell, else Enter to the next row. */
export const keysAfter = (page) => page.locator(ENTRY).evaluateAll((all) => all.map((field, i) => (all[i + 1]?.closest('td') === field.closest('td') ? 'Tab' : 'Enter')));

/** The texts as one column copied from Excel: two fields of one cell stand in it as `2; 1`. */
export const asColumn = (texts, keys) => texts.map((text, i) => text + (keys[i] === 'Tab' ? '; ' : '\r\n')).join('');

/** A fitting text of four keys or fewer for each entry field, in order. */
export const texts = (page) => page.locator(ENTRY).evaluateAll((all) => all.map(({ dataset }, i) => {
  if (dataset.field === 'achieved') return i % 2 ? '1' : 'k';
  if (dataset.field !== 'points') return String((i % 9) + 1);
  const top = Number.parseInt(dataset.max ?? '9', 10);
  return top > 1 ? `${Math.min(top, 9) - 1},${(i % 9) + 1}5`.slice(0, 4) : '0,5';
}));

/** How the page shows texts after a reload: words for answers, two decimals where it prints them. */
export async function shown(page, wanted) {
  const words = JSON.parse(await page.locator('template[data-words]').first().getAttribute('data-words'));
  const now = await fields(page);
  return wanted.map((text, i) => {
    if (text === 'k') return words.no;
    if (text === '1' && now[i] === words.yes) return words.yes;
    return now[i].replace(/,?0+$/, '') === text.replace(/,?0+$/, '') ? now[i] : text;
  });
}

export const state = (page) => page.locator('[data-state]').textContent();
