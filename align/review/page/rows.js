// Rows as elements. Texts are set as text, never as markup.

import { SIDES, paired } from './state.js';

/** An element with a class, attributes and children (strings are text). */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export const percent = (score) => String(Math.floor(100 * score));
export const band = (score) => score >= 0.9 ? 'sure' : score >= 0.7 ? 'likely' : score >= 0.4 ? 'unsure' : 'poor';

/** A rough height of a row, before it is drawn. */
export function estimated(row, state, width) {
  if (row.head !== undefined) return 52;
  const perLine = Math.max((width < 700 ? width - 40 : width / 2 - 60) / 8.2, 12);
  const heights = SIDES.map((side) => {
    const bead = side === 'ru' ? row.left : row.right;
    if (!bead) return 0;
    let height = 0;
    for (let unit = bead[side][0]; unit < bead[side][1]; unit += 1) {
      height += 25 * Math.ceil((state.text(bead.document, side, unit).length + 1) / perLine) + 8;
    }
    return height;
  });
  return (width < 700 ? heights[0] + heights[1] + 30 : Math.max(...heights)) + 18;
}

export function headRow(names, at) {
  const row = make('div', 'row head', make('span', 'ru', names[0] || `ru ${at + 1}`), make('span', 'kk', names[1] || `kk ${at + 1}`));
  row.dataset.document = at;
  return row;
}

/** A row of one bead, or of two that stand alone side by side. */
export function beadRow(row, { state, words, marks, cursor, carried, found }) {
  const same = row.left === row.right;
  const element = make('div', `row ${same ? 'pair' : 'alone'}`);
  const cells = { ru: row.left, kk: row.right };
  const cell = (side) => {
    const bead = cells[side];
    const holder = make('div', `cell ${side}`);
    holder.lang = side;
    if (!bead) return holder;
    if (bead.checked) holder.classList.add('checked');
    if (carried === bead) holder.classList.add('carried');
    const ofBead = marks.get(`${bead.document} ${bead.name}`);
    for (let unit = bead[side][0]; unit < bead[side][1]; unit += 1) {
      const text = state.text(bead.document, side, unit);
      const part = make('p', 'unit');
      part.dataset.place = `${bead.document} ${side} ${unit}`;
      part.append(...marked(text, ofBead?.[side]?.[unit - bead[side][0]] ?? [], found));
      if (state.edited(bead.document, side, unit)) part.append(' ', make('small', 'tag', words.edited));
      const count = state.documents[bead.document][side][unit][1];
      if (count > 1) part.append(' ', make('small', 'tag', words.units(count)));
      if (cursor && part.dataset.place === cursor) part.classList.add('cursor');
      holder.append(part);
    }
    return holder;
  };
  const middle = make('div', 'link');
  if (same) middle.append(chip(row.left, words));
  else {
    for (const bead of [row.left, row.right]) middle.append(bead ? chip(bead, words) : make('i', ''));
  }
  element.append(cell('ru'), middle, cell('kk'));
  return element;
}

function chip(bead, words) {
  const parts = [];
  if (bead.checked) parts.push(make('b', 'tick', '✓'));
  else parts.push(make('b', '', percent(bead.score)));
  const kind = `${bead.ru[1] - bead.ru[0]}–${bead.kk[1] - bead.kk[0]}`;
  parts.push(make('span', '', kind));
  if (paired(bead) && bead.note) parts.push(make('span', 'note', bead.note === 'moved' ? words.moved : bead.note));
  const element = make('div', `chip ${bead.checked ? 'by-hand' : band(bead.score)}`, ...parts);
  const said = bead.checked ? words.checked : `${words.score}: ${bead.score.toFixed(4)}`;
  element.title = paired(bead) ? said : `${words.alone}; ${said}`;
  return element;
}

/** The text in pieces: marks, and within all of it what is searched for. */
function marked(text, marks, found) {
  const pieces = [];
  let at = 0;
  for (const [start, stop, kind] of marks) {
    pieces.push([text.slice(at, start), ''], [text.slice(start, stop), kind]);
    at = stop;
  }
  pieces.push([text.slice(at), '']);
  return pieces.flatMap(([part, kind]) => {
    const inner = highlighted(part, found);
    return kind ? [make('span', kind, ...inner)] : inner;
  });
}

function highlighted(text, found) {
  if (!found) return text ? [text] : [];
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return [text];
  const pieces = [];
  let at = 0;
  for (let hit = lower.indexOf(found); hit >= 0; hit = lower.indexOf(found, at)) {
    if (hit > at) pieces.push(text.slice(at, hit));
    pieces.push(make('mark', '', text.slice(hit, hit + found.length)));
    at = hit + found.length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}
