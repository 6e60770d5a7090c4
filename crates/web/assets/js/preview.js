// A browser's PDF viewer takes the focus once it has loaded, and with it the keys of the page. It goes back to
// where it was, unless the person went there by Tab or has the pointer over it.

let place = document.activeElement;
let lastKey = '';
addEventListener('keydown', ({ key }) => { lastKey = key; });
addEventListener('focusin', ({ target }) => {
  if (target.tagName !== 'IFRAME') place = target;
});
addEventListener('blur', () => setTimeout(() => {
  const frame = document.activeElement;
  if (frame?.tagName !== 'IFRAME' || lastKey === 'Tab' || frame.matches(':hover')) return;
  frame.blur();
  if (place?.isConnected) place.focus({ preventScroll: true });
}));
