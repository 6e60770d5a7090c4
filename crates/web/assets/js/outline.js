// Keys on the outline of a scoring table: Enter adds a line after the chosen one, Alt+↑↓ moves it,
// Alt+Shift+→← indents and outdents it. Every key presses the button that does the same.
const KEYS = { Enter: 'after', ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' };

const chosen = document.querySelector('input[type=radio][name=path]:checked');

/** The act a key stands for; none without its modifiers. */
function act(event) {
  const sideways = event.key === 'ArrowRight' || event.key === 'ArrowLeft';
  const upright = event.key === 'ArrowUp' || event.key === 'ArrowDown';
  if (event.ctrlKey || event.metaKey || event.altKey !== (sideways || upright) || event.shiftKey !== sideways) return undefined;
  return KEYS[event.key];
}

document.addEventListener('keydown', (event) => {
  const radio = event.target;
  if (!(radio instanceof HTMLInputElement) || radio.name !== 'path' || radio.type !== 'radio') return;
  const what = act(event);
  const button = what && radio.form?.querySelector(`button[name=do][value=${what}]`);
  if (!button) return;
  event.preventDefault();
  radio.checked = true;
  radio.form.requestSubmit(button);
});

// After an act the page is loaded again: go on where it was, once the browser has gone to the line itself.
addEventListener('load', () => {
  if (chosen && new URLSearchParams(location.search).has('at')) setTimeout(() => chosen.focus());
});
