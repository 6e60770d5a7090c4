// axe-core on one page in four ways of looking at it: light, dark, 320 px, print.

import axe from 'axe-core';

const RULES = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }, resultTypes: ['violations'] };

/** Paper has no targets to hit. */
const ON_PAPER = { ...RULES, rules: { 'target-size': { enabled: false } } };

export const LOOKS = {
  light: (page) => page.emulateMedia({ colorScheme: 'light', media: 'screen' }),
  dark: (page) => page.emulateMedia({ colorScheme: 'dark', media: 'screen' }),
  narrow: (page) => page.setViewportSize({ width: 320, height: 640 }),
  print: (page) => page.emulateMedia({ colorScheme: 'light', media: 'print' }),
};

/** Violations as lines: rule, how grave, and where. The engine enters through the debugger, past the content policy. */
export async function violations(page, rules = RULES) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Runtime.evaluate', { expression: axe.source });
  const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', { expression: `axe.run(document, ${JSON.stringify(rules)}).then((found) => JSON.stringify(found.violations))`, awaitPromise: true });
  await devtools.detach();
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return JSON.parse(result.value).map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')} [${nodes.length}]`);
}

/** All looks of the page in `open`; `{look: lines}` with only the looks that have violations. */
export async function inEveryLook(page) {
  const found = {};
  const size = page.viewportSize();
  for (const [look, dress] of Object.entries(LOOKS)) {
    await dress(page);
    const lines = await violations(page, look === 'print' ? ON_PAPER : RULES);
    if (lines.length) found[look] = lines;
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: null, media: null });
  }
  return found;
}
