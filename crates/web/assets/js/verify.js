// Keys beside the evidence: Alt+Up/Down to the neighbours, Alt+1 agree, Alt+2 propose, Alt+3 ask back, Ctrl+Enter
// save and go on.
// Without this module the page is the same form with the same links.

const one = (query) => document.querySelector(query);
const form = one('[data-verdict]');
const choice = (value) => form?.querySelector(`input[name="verdict"][value="${value}"]`);
const fields = [...document.querySelectorAll('[data-for]')];

/** The fields of an opinion are shown once it is chosen. */
const show = () => fields.forEach((part) => { part.hidden = !choice(part.dataset.for)?.checked; });

function choose(value) {
  const radio = choice(value);
  if (!radio) return;
  radio.checked = true;
  show();
  (fields.find((part) => part.dataset.for === value)?.querySelector('input, textarea') ?? radio).focus();
}

const go = (query) => one(query)?.click();

const keys = {
  'Alt+ArrowDown': () => go('[data-after]'),
  'Alt+ArrowUp': () => go('[data-before]'),
  'Alt+Digit1': () => choose('agree'),
  'Alt+Digit2': () => choose('other'),
  'Alt+Digit3': () => choose('ask'),
  'Ctrl+Enter': () => form?.requestSubmit(one('[data-next-button]')),
};

addEventListener('keydown', (event) => {
  if (event.isComposing || event.shiftKey || event.metaKey || event.repeat) return;
  const chord = [event.altKey && 'Alt', event.ctrlKey && 'Ctrl', event.code === 'NumpadEnter' ? 'Enter' : event.code].filter(Boolean).join('+');
  if (!keys[chord]) return;
  event.preventDefault();
  keys[chord]();
});

/** Looking changes nothing by itself: the page tells that it was opened, since only opened lines are agreed to together. */
function tell() {
  const body = new URLSearchParams({ csrf: form.elements.csrf.value, opened: 1 });
  fetch(location.pathname, { method: 'POST', body, keepalive: true }).catch(() => {});
}

/**
 * Leaving the line loses nothing that was typed: it waits under the line's address until it is sent. It is its
 * typist's alone: kept by account, gone once another person's page is shown in this tab, or on signing out.
 */
const mine = `typed ${form?.dataset.account} `;
const held = mine + location.pathname;
const forget = (others) => Object.keys(sessionStorage)
  .filter((key) => key.startsWith('typed ') && !(others && key.startsWith(mine)))
  .forEach((key) => sessionStorage.removeItem(key));
const typed = () => [...form.querySelectorAll('input:is([type=text], :checked), select, textarea')].map((field) => [field.name, field.value]);
const hold = () => sessionStorage.setItem(held, JSON.stringify(typed()));

function fill() {
  for (const [name, text] of JSON.parse(sessionStorage.getItem(held) ?? '[]')) {
    if (form.elements[name]) form.elements[name].value = text;
    one('[data-typed-before]').hidden = false;
  }
}

document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => forget());
if (form) {
  forget('of others');
  // What was refused was not sent.
  if (one('.summary')) hold();
  else fill();
  form.addEventListener('input', hold);
  form.addEventListener('submit', () => sessionStorage.removeItem(held));
  form.addEventListener('change', show);
  show();
  if ('unopened' in form.dataset) tell();
}
/** The queue alone scrolls to the line; the page stays at its top. */
const [queue, current] = [one('.split-queue'), one('.split-queue [aria-current]')];
if (current) queue.scrollTop += current.getBoundingClientRect().top - queue.getBoundingClientRect().top - queue.clientHeight / 3;
