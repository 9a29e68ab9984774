// What hands do in the grid: keys, mouse, clipboard, toolbar. Every change becomes one numbered
// operation that is repeated to the server until it is acknowledged, so fast typing loses nothing.

Object.assign(Grid.prototype, {
  push(op) {
    if (this.data.readonly) return;
    this.seq += 1;
    this.pend.push({ seq: this.seq, ...op });
    this.send({ cid: this.cid, ops: this.pend });
    this.paint();
    this.host.dataset.pending = this.pend.length;
  },

  chosen() {
    const [top, bottom, left, right] = this.box();
    const cells = [];
    for (let r = top; r <= bottom; r += 1) for (let c = left; c <= right; c += 1) cells.push([this.data.rows[r].id, this.data.days[c].i]);
    return cells;
  },

  put(code, cells) {
    const list = (cells || this.chosen()).map(([p, d]) => [p, d, code]);
    this.push({ op: 'put', cells: list, part: this.part, add: this.add });
    this.add = false;
    this.bars();
  },

  lock() {
    const cells = this.chosen();
    const [top, bottom, left, right] = this.box();
    const all = this.data.rows.slice(top, bottom + 1).every((row) => row.cells.slice(left, right + 1).every((x) => x.k));
    this.push({ op: 'lock', cells, on: !all });
  },

  move(dr, dc, extend) {
    const at = this.at;
    const clamp = (v, n) => Math.max(0, Math.min(v, n - 1));
    const r = clamp((extend ? at.r2 : at.r) + dr, this.data.rows.length);
    const c = clamp((extend ? at.c2 : at.c) + dc, this.data.days.length);
    this.at = extend ? { ...at, r2: r, c2: c } : { r, c, r2: r, c2: c };
    this.select();
    this.cells[r][c].scrollIntoView({ block: 'nearest', inline: 'nearest' });
  },

  nextBreach() {
    const width = this.data.days.length;
    const total = this.data.rows.length * width;
    const here = this.at.r * width + this.at.c;
    // Binding rules first; wishes and fairness only when nothing else is left.
    const worst = this.data.rows.some((row) => row.cells.some((x) => x.b && x.b < 3)) ? 2 : 3;
    for (let step = 1; step <= total; step += 1) {
      const i = (here + step) % total;
      const r = Math.floor(i / width);
      const level = this.data.rows[r].cells[i % width].b;
      if (level && level <= worst) {
        this.at = { r, c: i % width, r2: r, c2: i % width };
        this.move(0, 0, false);
        this.showTip(r, i % width);
        return;
      }
    }
  },

  // ---- toolbar ----------------------------------------------------------------------------

  button(cls, text, title, act) {
    const node = make('button', cls, text);
    node.type = 'button';
    node.title = title;
    node.setAttribute('aria-label', title);
    // Keep the keyboard in the grid: a click on a tool must not steal the focus.
    node.addEventListener('mousedown', (e) => e.preventDefault());
    node.addEventListener('click', () => { act(); this.wrap.focus({ preventScroll: true }); });
    return node;
  },

  buildBar() {
    const { words, codes, parts, readonly } = this.data;
    this.bar.replaceChildren();
    this.brushes = new Map();
    this.partButtons = [];
    if (!readonly) {
      for (const code of codes) {
        const node = this.button(`code ${code.cls}`, code.letter, `${code.title} [${code.key}]`, () => {
          this.brush = this.brush === code.code ? null : code.code;
          this.bars();
        });
        this.brushes.set(code.code, node);
        this.bar.append(node);
      }
      if (parts.length > 1) {
        const group = make('span', 'group');
        [[null, words.allDay], ...parts.map((name, i) => [i, name])].forEach(([part, name]) => {
          const node = this.button('part', name, words.partHint, () => { this.part = part; this.bars(); });
          this.partButtons.push([part, node]);
          group.append(node);
        });
        this.addButton = this.button('part', words.dual, words.addHint, () => { this.add = !this.add; this.bars(); });
        group.append(this.addButton);
        this.bar.append(group);
      }
      this.undoButton = this.button('tool', '↶', words.undo, () => this.push({ op: 'undo' }));
      this.redoButton = this.button('tool', '↷', words.redo, () => this.push({ op: 'redo' }));
      this.bar.append(this.button('tool lockit', '🔒︎', words.lock, () => this.lock()), this.undoButton, this.redoButton);
    }
    this.bar.append(this.button('tool wide', words.next, words.nextHint, () => this.nextBreach()));
    this.said = make('span', 'said');
    this.said.setAttribute('role', 'status');
    this.bar.append(this.said);
    this.bars();
  },

  bars() {
    for (const [code, node] of this.brushes || []) node.classList.toggle('on', code === this.brush);
    for (const [part, node] of this.partButtons || []) node.classList.toggle('on', part === this.part);
    if (this.addButton) this.addButton.classList.toggle('on', this.add);
    this.wrap.classList.toggle('painting', !!this.brush);
  },

  status() {
    const { words, note, undo, redo } = this.data;
    if (this.undoButton) this.undoButton.disabled = !undo;
    if (this.redoButton) this.redoButton.disabled = !redo;
    this.said.textContent = this.pend.length ? words.pending.replace('#', this.pend.length) : note;
    this.said.classList.toggle('warn', !this.pend.length && !!this.data.refused);
  },

  // ---- mouse --------------------------------------------------------------------------------

  listen(table) {
    const spot = (e) => {
      const node = e.target.closest && e.target.closest('td.c');
      return node ? { r: +node.dataset.r, c: +node.dataset.c } : null;
    };
    table.addEventListener('mousedown', (e) => {
      const hit = spot(e);
      this.closeMenu();
      if (!hit || e.button) return;
      e.preventDefault();
      this.wrap.focus({ preventScroll: true });
      this.swapFrom = e.altKey ? hit : null;
      this.at = e.shiftKey ? { ...this.at, r2: hit.r, c2: hit.c } : { ...hit, r2: hit.r, c2: hit.c };
      this.select();
    });
    table.addEventListener('mouseover', (e) => {
      const hit = spot(e);
      if (!hit) { this.tip.style.display = 'none'; return; }
      if (e.buttons & 1 && !this.swapFrom) {
        this.at = { ...this.at, r2: hit.r, c2: hit.c };
        this.select();
        this.tip.style.display = 'none';
      } else this.showTip(hit.r, hit.c);
    });
    table.addEventListener('mouseup', (e) => {
      const hit = spot(e);
      const from = this.swapFrom;
      this.swapFrom = null;
      if (hit && from && (from.r !== hit.r || from.c !== hit.c)) {
        this.push({ op: 'swap', a: [this.data.rows[from.r].id, this.data.days[from.c].i], b: [this.data.rows[hit.r].id, this.data.days[hit.c].i] });
      } else if (hit && this.brush && !e.shiftKey) this.put(this.brush);
    });
    table.addEventListener('mouseleave', () => { this.tip.style.display = 'none'; });
    table.addEventListener('dblclick', () => this.openMenu());
    this.wrap.addEventListener('scroll', () => { this.tip.style.display = 'none'; });
    this.wrap.addEventListener('keydown', (e) => this.key(e));
    this.wrap.addEventListener('copy', (e) => this.copy(e));
    this.wrap.addEventListener('cut', (e) => { this.copy(e); this.put('off'); });
    this.wrap.addEventListener('paste', (e) => this.paste(e));
  },

  // ---- keyboard -----------------------------------------------------------------------------

  typed(e) {
    // An input method may swallow letters ("Process"); the physical key is still told.
    if (e.key.length === 1 && e.key.charCodeAt(0) < 127) return e.key.toLowerCase();
    const m = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(e.code);
    return m ? m[1].toLowerCase() : '';
  },

  key(e) {
    const arrows = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    const done = () => { e.preventDefault(); e.stopPropagation(); };
    if (arrows[e.key]) { done(); this.move(...arrows[e.key], e.shiftKey); return; }
    const typed = this.typed(e);
    if (e.ctrlKey || e.metaKey) {
      if (typed === 'z') { done(); this.push({ op: e.shiftKey ? 'redo' : 'undo' }); }
      else if (typed === 'y') { done(); this.push({ op: 'redo' }); }
      else if (typed === 'a') {
        done();
        this.at = { r: 0, c: 0, r2: this.data.rows.length - 1, c2: this.data.days.length - 1 };
        this.select();
      }
      return;
    }
    if (e.altKey) return;
    const known = typed && this.data.codes.find((x) => x.key === typed || x.alt === typed);
    if (e.key === 'Tab') { if (this.canMove(e.shiftKey)) { done(); this.move(0, e.shiftKey ? -1 : 1, false); } }
    else if (e.key === 'Enter') { done(); this.openMenu(); }
    else if (e.key === 'Escape') { done(); this.brush = null; this.add = false; this.closeMenu(); this.at = { ...this.at, r2: this.at.r, c2: this.at.c }; this.select(); this.bars(); }
    else if (e.key === 'Delete' || e.key === 'Backspace') { done(); this.put('off'); }
    else if (e.key === 'Home') { done(); this.move(0, -999, e.shiftKey); }
    else if (e.key === 'End') { done(); this.move(0, 999, e.shiftKey); }
    else if (e.key === 'F8' || typed === '.') { done(); this.nextBreach(); }
    else if (typed === 'l' && !known) { done(); this.lock(); }
    else if (typed === '+' || typed === '=') { done(); this.add = !this.add; this.bars(); }
    else if (typed === '[' || typed === ']' || typed === '\\') { done(); this.part = { '[': 0, ']': 1 }[typed] ?? null; this.bars(); }
    else if (known) {
      done();
      const one = this.chosen().length === 1;
      this.put(known.code);
      if (one) this.move(0, 1, false);
    }
  },

  canMove(back) {
    return back ? this.at.c > 0 : this.at.c < this.data.days.length - 1;
  },

  // ---- choice menu, clipboard -----------------------------------------------------------------

  openMenu() {
    if (this.data.readonly) return;
    const row = this.data.rows[this.at.r];
    this.menu.replaceChildren();
    for (const [code, tag] of row.options) {
      const [text, cls] = this.shown(code);
      const node = this.button('choice', '', tag || text, () => { this.put(code); this.closeMenu(); });
      node.append(make('span', `l ${cls}`, text), make('i', '', tag));
      this.menu.append(node);
    }
    this.tip.style.display = 'none';
    this.place(this.menu, this.cells[this.at.r][this.at.c]);
  },

  closeMenu() { this.menu.style.display = 'none'; },

  copy(e) {
    const [top, bottom, left, right] = this.box();
    const lines = [];
    for (let r = top; r <= bottom; r += 1) {
      lines.push(this.data.rows[r].cells.slice(left, right + 1).map((x) => x.c).join('\t'));
    }
    e.clipboardData.setData('text/plain', lines.join('\n'));
    e.preventDefault();
  },

  paste(e) {
    e.preventDefault();
    const lines = e.clipboardData.getData('text/plain').replace(/\r/g, '').replace(/\n$/, '').split('\n').map((x) => x.split('\t'));
    const [top, bottom, left, right] = this.box();
    // One copied cell fills the whole selection; a copied block is laid down once from its corner.
    const fill = lines.length === 1 && lines[0].length === 1;
    const height = fill ? bottom - top + 1 : lines.length;
    const width = fill ? right - left + 1 : Math.max(...lines.map((x) => x.length));
    const cells = [];
    for (let i = 0; i < height && top + i < this.data.rows.length; i += 1) {
      for (let j = 0; j < width && left + j < this.data.days.length; j += 1) {
        const code = fill ? lines[0][0] : lines[i][j];
        if (code !== undefined) cells.push([this.data.rows[top + i].id, this.data.days[left + j].i, code.trim() || 'off']);
      }
    }
    if (cells.length) this.push({ op: 'put', cells, part: null, add: false });
  },
});

export default function roster({ data, parentElement, setStateValue }) {
  const host = parentElement.querySelector('.rg');
  if (!host || !data) return;
  if (!host.grid) host.grid = new Grid(host);
  host.grid.send = (value) => setStateValue('q', value);
  host.grid.take(data);
}
