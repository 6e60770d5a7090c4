// Copies the text a button names. Without scripts the text stands there to be selected.

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text.value ?? text.innerText);
    return true;
  } catch {
    const range = document.createRange();
    range.selectNodeContents(text);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    text.select?.();
    return document.execCommand('copy');
  }
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    if (await copied(document.getElementById(button.dataset.copy))) button.lastElementChild.textContent = button.dataset.done;
  });
}
