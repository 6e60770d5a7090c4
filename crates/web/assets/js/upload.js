// Evidence files. *Minh chứng.*
//
// Makes the plain upload form inside <evidence-drop> also take a pasted
// screenshot, dropped files or folders, and several picked files, each with its
// own progress and a retry under the same idempotency key. It works beside the
// row being edited: nothing here moves the focus or waits for the network.
// The contract with the page is e2e/README.md.

const AT_ONCE = 2;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
/** Whether the same file may be taken another time: the network, the server or the session failed, not the file. */
const mayPass = (status) => status < 400 || status >= 500 || [401, 408, 425, 429].includes(status);
const ending = (name) => name.split('.').pop().toLowerCase();

/** All files of a dropped folder, however deep. */
async function unfold(entry) {
  if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
  const reader = entry.createReader();
  const found = [];
  for (let some; (some = await new Promise((done, fail) => reader.readEntries(done, fail))).length; ) found.push(...some);
  return (await Promise.all(found.map(unfold))).flat();
}

class EvidenceDrop extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector('form');
    this.words = JSON.parse((this.querySelector('template[data-words]') ?? document.querySelector('template[data-words]'))?.dataset.words ?? '{}');
    this.waiting = [];
    this.running = new Set();
    this.list = make('ul', { 'data-files': '' });
    this.form.after(make('p', { 'data-drop-hint': '' }, this.word('drop_here')), this.list);
    this.listen();
    this.dataset.ready = '';
  }

  word(name, values = {}) {
    return (this.words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }

  listen() {
    const picker = this.form.querySelector('input[type=file]');
    picker.addEventListener('change', () => {
      this.add([...picker.files]);
      picker.value = '';
    });
    this.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.dataset.dropping = '';
    });
    this.addEventListener('dragleave', () => delete this.dataset.dropping);
    this.addEventListener('drop', (event) => this.dropped(event));
    document.addEventListener('paste', (event) => this.pasted(event));
    window.addEventListener('beforeunload', (event) => {
      if (this.running.size) event.preventDefault();
    });
  }

  async dropped(event) {
    event.preventDefault();
    delete this.dataset.dropping;
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = [...event.dataTransfer.files];
    this.add(entries.some((entry) => entry.isDirectory) ? (await Promise.all(entries.map(unfold))).flat() : files);
  }

  /** A picture on the clipboard comes here; text stays where it was meant. */
  pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length || event.clipboardData.getData('text/plain')) return;
    const only = document.querySelectorAll('evidence-drop').length === 1;
    if (!only && !this.contains(event.target)) return;
    event.preventDefault();
    const stamp = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    this.add(files.map((file) => (file.name === 'image.png' ? new File([file], `${this.word('screenshot')}-${stamp}.png`, { type: file.type }) : file)));
  }

  add(files) {
    for (const file of files) {
      const item = { file, key: random(), status: make('span', { role: 'status' }), bar: make('progress', { max: 100, value: 0, 'aria-label': file.name }), buttons: make('span') };
      item.row = make('li', {}, make('span', { 'data-name': '' }, file.name), ' ', item.bar, ' ', item.status, ' ', item.buttons);
      this.list.append(item.row);
      const unfit = this.unfit(file);
      if (unfit) this.failed(item, unfit, false);
      else this.queue(item);
    }
  }

  /** Why a file cannot be taken, said before it is sent; the server checks again. */
  unfit(file) {
    const { maxBytes, accept } = this.dataset;
    if (maxBytes && file.size > Number(maxBytes)) return this.word('too_large');
    if (accept && !accept.split(' ').includes(ending(file.name))) return this.word('wrong_kind');
    return '';
  }

  queue(item) {
    item.buttons.replaceChildren();
    delete item.row.dataset.failed;
    item.status.textContent = this.word('queued');
    this.waiting.push(item);
    this.next();
  }

  next() {
    while (this.running.size < AT_ONCE && this.waiting.length) this.send(this.waiting.shift());
  }

  /** XMLHttpRequest, because fetch cannot tell how far an upload is. */
  send(item) {
    this.running.add(item);
    const body = new FormData(this.form);
    body.delete('file');
    body.append('file', item.file, item.file.name.normalize('NFC'));
    const request = new XMLHttpRequest();
    request.open('POST', this.dataset.to);
    const headers = { Accept: 'application/json', 'X-CSRF-Token': this.dataset.csrf, 'Idempotency-Key': item.key };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => this.progress(item, event));
    request.addEventListener('loadend', () => this.ended(item, request));
    request.send(body);
  }

  progress(item, { loaded, total }) {
    const percent = total ? Math.floor((loaded * 100) / total) : 0;
    item.bar.value = percent;
    item.status.textContent = percent < 100 ? this.word('sending', { percent }) : this.word('checking');
  }

  ended(item, request) {
    this.running.delete(item);
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // not our server's words: the status decides below
    }
    if (request.status >= 200 && request.status < 300 && answer.file) this.stored(item, answer);
    else this.failed(item, answer.message ?? this.word(request.status === 401 ? 'signed_out' : 'failed'), mayPass(request.status));
    this.next();
  }

  stored(item, { file, message }) {
    item.bar.remove();
    item.row.querySelector('[data-name]').replaceChildren(make('a', { href: file.href }, file.name));
    document.querySelector('[data-no-files]')?.remove();
    item.status.textContent = message || this.word('stored');
    this.dispatchEvent(new CustomEvent('evidence-stored', { bubbles: true, detail: file }));
  }

  failed(item, message, again) {
    item.bar.value = 0;
    item.row.dataset.failed = '';
    item.status.textContent = message;
    const button = (word, click) => make('button', { type: 'button', class: 'button button-small button-secondary', click, 'aria-label': `${this.word(word)} ${item.file.name}` }, this.word(word));
    if (again) item.buttons.append(button('retry', () => this.queue(item)));
    item.buttons.append(button('remove', () => item.row.remove()));
  }
}

customElements.define('evidence-drop', EvidenceDrop);
