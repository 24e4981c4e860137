// A long list of rows of which only those are drawn that can be seen.

const AROUND = 600; // pixels above and below that are drawn too

export class List {
  constructor(scroller, holder, draw) {
    this.scroller = scroller;
    this.holder = holder;
    this.draw = draw; // row → element
    this.rows = [];
    this.heights = new Map(); // measured, by key, at this width
    this.drawn = new Map(); // elements by key
    this.shown = []; // the rows that are drawn
    scroller.addEventListener('scroll', () => this.soon(), { passive: true });
    new ResizeObserver(() => {
      if (this.width === holder.clientWidth) { this.soon(); return; }
      this.width = holder.clientWidth;
      this.heights.clear();
      this.place();
    }).observe(scroller);
  }

  /** Shows other rows; those with a key that stays are drawn anew only if `fresh` says so. */
  set(rows, estimate, fresh = () => true) {
    this.rows = rows;
    this.estimate = estimate;
    for (const [key, element] of this.drawn) {
      if (fresh(key)) { element.remove(); this.drawn.delete(key); this.heights.delete(key); }
    }
    this.place();
  }

  redraw(key) {
    this.drawn.get(key)?.remove();
    this.drawn.delete(key);
    this.soon();
  }

  soon() {
    this.waiting ??= requestAnimationFrame(() => { this.waiting = undefined; this.render(); });
  }

  /** Computes where each row stands, and keeps the first one seen where it is. */
  place() {
    const keep = this.tops ? this.at(this.scroller.scrollTop) : 0;
    const key = this.keys?.[keep];
    const offset = this.tops ? this.scroller.scrollTop - this.tops[keep] : 0;
    this.measure();
    const now = key === this.rows[keep]?.key ? keep : this.keys.indexOf(key);
    if (now >= 0) this.scroller.scrollTop = this.tops[now] + offset;
    this.render();
  }

  measure() {
    this.keys = this.rows.map((row) => row.key);
    this.tops = new Float64Array(this.rows.length + 1);
    for (let i = 0; i < this.rows.length; i += 1) {
      this.tops[i + 1] = this.tops[i] + (this.heights.get(this.keys[i]) ?? this.estimate(this.rows[i]));
    }
    this.holder.style.height = `${this.tops[this.rows.length]}px`;
  }

  /** The row that a height is in. */
  at(height) {
    let low = 0;
    let high = Math.max(this.rows.length - 1, 0);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= height) low = middle; else high = middle - 1;
    }
    return low;
  }

  render() {
    if (!this.tops) return;
    for (let again = 0; again < 4; again += 1) {
      const { scrollTop, clientHeight } = this.scroller;
      const first = this.at(Math.max(scrollTop - AROUND, 0));
      const last = this.at(scrollTop + clientHeight + AROUND);
      this.shown = this.rows.slice(first, last + 1);
      const seen = new Set();
      const added = [];
      for (let i = first; i < first + this.shown.length; i += 1) {
        const { key } = this.rows[i];
        seen.add(key);
        let element = this.drawn.get(key);
        if (!element) {
          element = this.draw(this.rows[i]);
          this.drawn.set(key, element);
          this.holder.append(element);
          added.push(key);
        }
        element.style.transform = `translateY(${this.tops[i]}px)`;
      }
      for (const [key, element] of this.drawn) {
        if (!seen.has(key)) { element.remove(); this.drawn.delete(key); }
      }
      let off = false;
      for (const key of added) {
        const height = this.drawn.get(key)?.offsetHeight ?? 0;
        if (this.heights.get(key) !== height) { this.heights.set(key, height); off = true; }
      }
      if (!off) break;
      const keep = this.at(scrollTop);
      const offset = scrollTop - this.tops[keep];
      this.measure();
      this.scroller.scrollTop = this.tops[keep] + offset;
    }
    this.onRender?.();
  }

  /** Brings a row into view, with some room around it. */
  show(index) {
    if (index < 0 || index >= this.rows.length) return;
    for (let again = 0; again < 2; again += 1) { // heights around it are known the second time
      const { scrollTop, clientHeight } = this.scroller;
      const room = Math.min(80, clientHeight / 5);
      const top = this.tops[index];
      const bottom = this.tops[index + 1];
      if (top - room < scrollTop) this.scroller.scrollTop = top - room;
      else if (bottom + room > scrollTop + clientHeight) {
        this.scroller.scrollTop = Math.min(bottom + room - clientHeight, top - room);
      }
      this.render();
    }
  }
}
