// A keyboard that counts. One key pressed is one keystroke; each modifier held
// counts as one more, as it does for a person.

export function keyboard(page) {
  const keys = {
    count: 0,
    async press(chord, times = 1) {
      for (let i = 0; i < times; i += 1) {
        keys.count += chord.split('+').length;
        await page.keyboard.press(chord);
      }
    },
    async type(text) {
      keys.count += [...text].length;
      await page.keyboard.type(text);
    },
  };
  return keys;
}

/** Puts text (and HTML, as Excel does) on the clipboard, outside the count: copying happened in Excel. */
export async function clipboard(page, text, html) {
  await page.evaluate(async ([plain, rich]) => {
    const kinds = { 'text/plain': new Blob([plain], { type: 'text/plain' }) };
    if (rich) kinds['text/html'] = new Blob([rich], { type: 'text/html' });
    await navigator.clipboard.write([new ClipboardItem(kinds)]);
  }, [text, html]);
}

export const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

/** The element in focus, as the sheet names it: "I/1|points". */
export const focused = (page) => page.evaluate(() => {
  const { path, field } = document.activeElement?.dataset ?? {};
  return path ? `${path}|${field}` : document.activeElement?.textContent?.trim();
});
