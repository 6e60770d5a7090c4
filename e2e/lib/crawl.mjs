// Walks the site as one person: follows every link that only reads, and keeps one
// page of each kind, so that a new page is checked without anyone adding it here.

/** An address with what varies taken out: ids, numbers, Roman ones too, coded parts, values of the query. */
export function kindOf(address) {
  const { pathname, searchParams } = new URL(address);
  const parts = pathname.split('/').map((part) => (/^[a-z]+_[0-9a-hjkmnp-tv-z]{13}$/.test(part) ? `:${part.split('_')[0]}` : /[%\d.]|^[IVX]+$/.test(part) ? ':n' : part));
  const asked = [...new Set(searchParams.keys())].sort().join('&');
  return parts.join('/') + (asked ? `?${asked}` : '');
}

const links = (page) => page.evaluate(() => [...document.querySelectorAll('a[href]:not([download])')].map((link) => link.href));

/** `[{kind, address, status, type, sheet}]`, breadth first from where `page` is. Files are listed, not opened again. */
export async function crawl(page, { most = 80 } = {}) {
  const { origin } = new URL(page.url());
  const seen = new Map();
  const waiting = [page.url()];
  while (waiting.length && seen.size < most) {
    const address = waiting.shift();
    const kind = kindOf(address);
    if (seen.has(kind)) continue;
    const found = await visit(page, address);
    seen.set(kind, { kind, address, ...found });
    if (found.type === 'text/html') waiting.push(...(await links(page)).map((href) => href.split('#')[0]).filter((href) => href.startsWith(`${origin}/`) && !/sign-out|\/assets\//.test(href)));
  }
  return [...seen.values()];
}

/** Opens one address; a file that the browser saves instead is asked for apart. */
async function visit(page, address) {
  const answer = await page.goto(address).catch(() => null) ?? await page.request.get(address);
  const type = (answer.headers()['content-type'] ?? '').split(';')[0];
  const sheet = type === 'text/html' && (await page.locator('score-sheet table [data-field]').count()) > 0;
  return { status: answer.status(), type, sheet };
}
