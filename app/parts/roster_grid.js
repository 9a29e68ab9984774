// The roster grid: people x days. Builds the table once, then paints only what changed.
// All text goes through textContent; the page is never given markup from data.

const EDGE = { name: 88, post: 54, hours: 46 };
const CELL = { low: 27, high: 62 };

function make(tag, cls, text) {
  const node = document.createElement(tag);
  if (cls) node.className = cls;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
}

class Grid {
  constructor(host) {
    this.host = host;
    this.cid = Math.random().toString(36).slice(2, 10);
    this.seq = 0;
    this.pend = [];
    this.at = { r: 0, c: 0, r2: 0, c2: 0 };
    this.brush = null;
    this.part = null;
    this.add = false;
    this.built = '';
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(host);
  }

  take(data) {
    this.data = data;
    const acked = (data.acks || {})[this.cid] || 0;
    this.pend = this.pend.filter((op) => op.seq > acked);
    if (this.built !== data.shape) this.build();
    this.paint();
    this.host.dataset.rev = data.rev;
    this.host.dataset.pending = this.pend.length;
  }

  // ---- building ---------------------------------------------------------------------------

  build() {
    const { data } = this;
    const top = this.wrap ? this.wrap.scrollTop : 0;
    const left = this.wrap ? this.wrap.scrollLeft : 0;
    this.host.replaceChildren();
    this.bar = make('div', 'bar');
    this.wrap = make('div', 'wrap');
    this.wrap.tabIndex = 0;
    this.wrap.setAttribute('role', 'grid');
    this.wrap.setAttribute('aria-label', data.words.grid);
    this.tip = make('div', 'tip');
    this.menu = make('div', 'menu');
    const table = make('table');
    table.append(this.head(), this.body(), this.foot());
    this.wrap.append(table);
    this.host.append(this.bar, this.wrap, this.legend(), this.tip, this.menu);
    this.buildBar();
    this.listen(table);
    this.built = data.shape;
    const clamp = (v, n) => Math.max(0, Math.min(v, n - 1));
    for (const k of ['r', 'r2']) this.at[k] = clamp(this.at[k], data.rows.length);
    for (const k of ['c', 'c2']) this.at[k] = clamp(this.at[k], data.days.length);
    this.fit();
    this.wrap.scrollTop = top;
    this.wrap.scrollLeft = left;
  }

  head() {
    const { data } = this;
    const head = make('thead');
    const row = make('tr');
    row.append(make('th', 'name', data.words.name), make('th', 'post', data.words.post));
    data.days.forEach((day, c) => {
      const cell = make('th', `day ${day.kind}${day.today ? ' today' : ''}${day.first ? ' first' : ''}`);
      cell.append(make('b', '', day.d), make('i', '', day.w));
      if (day.tag) cell.append(make('em', '', day.tag));
      cell.title = day.title;
      cell.dataset.c = c;
      row.append(cell);
    });
    row.append(make('th', 'hours', data.words.hours));
    head.append(row);
    this.dayCells = [...row.querySelectorAll('th.day')];
    return head;
  }

  body() {
    const { data } = this;
    const body = make('tbody');
    this.cells = [];
    this.hours = [];
    this.names = [];
    data.rows.forEach((person, r) => {
      const row = make('tr', person.first ? 'first' : '');
      const name = make('td', 'name', person.name);
      this.names.push(name);
      row.append(name, make('td', 'post', person.post));
      this.cells.push(data.days.map((day, c) => {
        const cell = make('td', 'c');
        cell.dataset.r = r;
        cell.dataset.c = c;
        cell.setAttribute('role', 'gridcell');
        row.append(cell);
        return cell;
      }));
      const hours = make('td', 'hours');
      this.hours.push(hours);
      row.append(hours);
      body.append(row);
    });
    return body;
  }

  foot() {
    const { data } = this;
    const foot = make('tfoot');
    this.footCells = [];
    this.totals = [];
    data.foot.forEach((line, f) => {
      const row = make('tr');
      const label = make('td', 'name', line.label);
      label.colSpan = 2;
      label.title = line.title || line.label;
      row.append(label);
      this.footCells.push(data.days.map(() => {
        const cell = make('td', 'f');
        row.append(cell);
        return cell;
      }));
      const total = make('td', 'hours', line.total);
      this.totals.push(total);
      row.append(total);
      for (const cell of row.children) cell.style.bottom = `${(data.foot.length - 1 - f) * 22}px`;
      foot.append(row);
    });
    return foot;
  }

  legend() {
    const box = make('div', 'legend');
    for (const [text, cls, said] of this.data.legend) {
      const item = make('span');
      item.append(make('b', `l ${cls}`, text), document.createTextNode(said));
      box.append(item);
    }
    const item = make('span');
    item.append(make('b', 'corner'), document.createTextNode(this.data.words.breach));
    box.append(item);
    return box;
  }

  fit() {
    if (!this.data || !this.host.clientWidth) return;
    const room = this.host.clientWidth - EDGE.name - EDGE.post - EDGE.hours - 3;
    const width = Math.max(CELL.low, Math.min(CELL.high, Math.floor(10 * room / this.data.days.length) / 10));
    this.host.classList.toggle('tight', width < 34);
    this.host.style.setProperty('--cw', `${width}px`);
    for (const name of Object.keys(EDGE)) this.host.style.setProperty(`--${name}`, `${EDGE[name]}px`);
  }

  // ---- painting ---------------------------------------------------------------------------

  overlay() {
    const over = new Map();
    for (const op of this.pend) {
      if (op.op === 'put') for (const [p, d, code] of op.cells) over.set(`${p}|${d}`, { code });
      if (op.op === 'swap') for (const [p, d] of [op.a, op.b]) over.set(`${p}|${d}`, { code: '⇄' });
      if (op.op === 'lock') for (const [p, d] of op.cells) over.set(`${p}|${d}`, { lock: op.on });
    }
    return over;
  }

  paint() {
    const { data } = this;
    const over = this.overlay();
    data.rows.forEach((person, r) => {
      data.days.forEach((day, c) => this.paintCell(r, c, over.get(`${person.id}|${day.i}`)));
      this.paintName(r, person);
      if (this.hours[r].textContent !== person.hours) this.hours[r].textContent = person.hours;
      this.hours[r].classList.toggle('high', !!person.over);
    });
    data.foot.forEach((line, f) => { if (this.totals[f].textContent !== line.total) this.totals[f].textContent = line.total; });
    data.foot.forEach((line, f) => line.cells.forEach((cell, c) => {
      const node = this.footCells[f][c];
      const [text, state, title] = cell;
      if (node.textContent !== text) node.textContent = text;
      node.className = `f ${state}`;
      node.title = title || '';
    }));
    data.days.forEach((day, c) => {
      this.dayCells[c].classList.toggle('bad', day.bad > 0);
      this.dayCells[c].title = day.bad > 0 ? `${day.title} · ${day.badText}` : day.title;
    });
    this.select();
    this.status();
  }

  paintName(r, person) {
    const node = this.names[r];
    const why = person.why || [];
    node.className = why.length ? `name why b${why[0][0]}` : 'name';
    node.title = [person.title, ...why.map((x) => x[1])].join('\n');
  }

  paintCell(r, c, over) {
    const node = this.cells[r][c];
    const cell = this.data.rows[r].cells[c];
    const mark = JSON.stringify([cell, over || 0]);
    if (node.mark === mark) return;
    node.mark = mark;
    node.textContent = '';
    const kind = this.data.days[c].kind;
    const lines = over && over.code !== undefined ? [this.shown(over.code)] : cell.t;
    node.className = `c ${kind}${lines.length > 1 ? ' split' : ''}`;
    for (const [text, cls] of lines) node.append(make('span', `l ${cls}`, text));
    const locked = over && over.lock !== undefined ? over.lock : cell.k;
    if (locked) node.append(make('u', 'lock'));
    else if (cell.e) node.append(make('u', 'hand'));
    if (cell.b) node.append(make('u', `breach b${cell.b}`));
    if (over) node.classList.add('dirty');
    node.setAttribute('aria-label', this.label(r, c));
  }

  shown(code) {
    const known = this.data.codes.find((x) => x.code === code);
    return known ? [known.letter, known.cls] : [code, 'plain'];
  }

  label(r, c) {
    const person = this.data.rows[r];
    const cell = person.cells[c];
    const said = [person.name, this.data.days[c].title, cell.h || cell.t.map((x) => x[0]).join(' ')];
    return said.concat(this.data.tips[`${r},${c}`] ? this.data.tips[`${r},${c}`].map((x) => x[1]) : []).join(', ');
  }

  box() {
    const { r, c, r2, c2 } = this.at;
    return [Math.min(r, r2), Math.max(r, r2), Math.min(c, c2), Math.max(c, c2)];
  }

  select() {
    if (this.marked) for (const node of this.marked) node.classList.remove('sel', 'cur');
    const [top, bottom, left, right] = this.box();
    this.marked = [];
    for (let r = top; r <= bottom; r += 1) {
      for (let c = left; c <= right; c += 1) {
        const node = this.cells[r] && this.cells[r][c];
        if (!node) continue;
        node.classList.add('sel');
        if (r === this.at.r && c === this.at.c) node.classList.add('cur');
        this.marked.push(node);
      }
    }
  }

  showTip(r, c) {
    const person = this.data.rows[r];
    const cell = person.cells[c];
    const node = this.cells[r][c];
    this.tip.replaceChildren(make('b', '', `${person.name} · ${this.data.days[c].title}`));
    const known = this.data.codes.find((x) => x.code === cell.c);
    const hint = cell.h || (known && known.code !== 'off' ? known.title : '');
    for (const text of hint ? hint.split('\n') : []) this.tip.append(make('div', '', text));
    for (const [level, text] of this.data.tips[`${r},${c}`] || []) this.tip.append(make('div', `why b${level}`, text));
    if (cell.k) this.tip.append(make('div', 'note', this.data.words.locked));
    else if (cell.e) this.tip.append(make('div', 'note', this.data.words.byHand));
    this.place(this.tip, node);
  }

  place(box, node) {
    box.style.display = 'block';
    const frame = this.host.getBoundingClientRect();
    const spot = node.getBoundingClientRect();
    const left = Math.min(spot.left - frame.left, frame.width - box.offsetWidth - 8);
    const below = spot.bottom - frame.top + 4;
    const above = spot.top - frame.top - box.offsetHeight - 4;
    const fits = spot.bottom + box.offsetHeight + 8 < window.innerHeight;
    box.style.left = `${Math.max(4, left)}px`;
    box.style.top = `${fits || above < 0 ? below : above}px`;
  }
}
