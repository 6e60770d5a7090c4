// The scoring sheet. *Bảng tự chấm điểm.*
//
// Turns the plain form inside <score-sheet> into a sheet with Excel's keys and
// saves each cell as it is committed. Scores are computed by the server only:
// nothing here ever adds two points. The contract with the page (attributes,
// words, answers) is e2e/README.md. One file for each thing the sheet does; the
// server sends them as one script, in the order of `web/src/assets.rs`.

import { Answers } from './answers.js';
import { Blocks } from './blocks.js';
import { Commit } from './commit.js';
import { Fields } from './fields.js';
import { Keys } from './keys.js';
import { Moving } from './moving.js';
import { Notices } from './notices.js';
import { Outbox } from './outbox.js';
import { PAUSE, Sending } from './sending.js';
import { Undo } from './undo.js';

const parts = [Fields, Moving, Keys, Commit, Sending, Undo, Answers, Notices, Blocks];

class ScoreSheet extends parts.reduce((base, part) => part(base), HTMLElement) {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector('form');
    this.words = JSON.parse((this.querySelector('template[data-words]') ?? document.querySelector('template[data-words]'))?.dataset.words ?? '{}');
    this.state = this.querySelector('[data-state]');
    this.table = this.querySelector('table');
    this.mode = 'move';
    this.pause = PAUSE;
    this.outbox = new Outbox(`giao-uoc:${this.dataset.account}:${this.dataset.sheet}`);
    this.gather();
    this.describe();
    this.listen();
    this.restore();
    this.dataset.ready = '';
  }

  word(name, values = {}) {
    return (this.words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }
}

customElements.define('score-sheet', ScoreSheet);
