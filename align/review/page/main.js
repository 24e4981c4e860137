// The page: what is shown, where the cursor is, what keys and buttons do.

import { ACTIONS, actionOf } from './actions.js';
import { List } from './list.js';
import { beadRow, estimated, headRow, make } from './rows.js';
import * as server from './server.js';
import { SIDES, State, doubtRows, doubtful, paired, rowOf, textRows } from './state.js';
import { LANGUAGES, startLanguage } from './words.js';

const POLL = 2500; // milliseconds between two looks at what other tabs have done
const $ = (id) => document.getElementById(id);

let words = LANGUAGES[startLanguage()];
let state;
let rows = [];
let byPlace = new Map(); // "document side unit" → [row, bead]
let cursor = ''; // a place
let carried; // the bead that X has marked
let inOrder = true;
let only = -1; // the document shown
let found = '';
const marks = new Map(); // "document bead" → { ru: [...], kk: [...] }
const asked = new Set();

const list = new List($('list'), $('rows'), (row) => row.head !== undefined
  ? headRow(state.documents[row.head].names, row.head)
  : beadRow(row, { state, words, marks, cursor, carried, found }));
list.onRender = () => { clearTimeout(askLater); askLater = setTimeout(askForMarks, 150); };
let askLater;

// What is shown

function show(fresh) {
  byPlace = new Map();
  rows.forEach((row, at) => {
    for (const [side, bead] of [['ru', row.left], ['kk', row.right]]) {
      for (let unit = bead?.[side][0]; unit < bead?.[side][1]; unit += 1) {
        byPlace.set(`${bead.document} ${side} ${unit}`, [at, bead]);
      }
    }
  });
  list.set(rows, (row) => estimated(row, state, list.width ?? $('list').clientWidth), fresh);
  progress();
}

function showAll() {
  rows = inOrder ? textRows(state, only) : doubtRows(state, only);
  show();
  if (!byPlace.has(cursor)) cursor = firstPlace(0);
  list.show(byPlace.get(cursor)?.[0] ?? 0);
  setCursor(cursor);
}

/** Shows what was changed, the rest as it is. */
function showChanges(done) {
  if (!done.length) return;
  const touched = new Set(done.map((one) => one.at));
  const before = new Set(rows.map((row) => row.key));
  if (inOrder) rows = textRows(state, only);
  else {
    for (const { at, removed, added } of done) {
      if (only >= 0 && only !== at) continue;
      const gone = new Set(removed.map((name) => `${at} ${name}`));
      const place = rows.findIndex((row) => gone.has(row.key));
      rows = rows.filter((row) => !gone.has(row.key));
      rows.splice(place < 0 ? rows.length : place, 0, ...added.map(rowOf));
    }
  }
  const texts = done.some((one) => !one.removed.length && !one.added.length);
  if (texts) for (const key of marks.keys()) if (touched.has(Number(key.split(' ')[0]))) { marks.delete(key); asked.delete(key); }
  show((key) => texts || !before.has(key));
  if (byPlace.has(cursor)) setCursor(cursor);
}

function progress() {
  $('progress-text').textContent = words.progress(state.checked, state.all, state.doubtful);
  $('bar').style.width = `${100 * state.checked / Math.max(state.all, 1)}%`;
}

function translate() {
  document.documentElement.lang = Object.keys(LANGUAGES).find((one) => LANGUAGES[one] === words);
  $('search').placeholder = words.search;
  $('search').setAttribute('aria-label', words.search);
  $('order').replaceChildren(new Option(words.textOrder, 'text'), new Option(words.doubtOrder, 'doubt'));
  $('order').value = inOrder ? 'text' : 'doubt';
  $('order').setAttribute('aria-label', words.actions.order);
  const names = state.documents.map(({ names: pair }, at) => new Option(pair.filter(Boolean).join(' · ') || String(at + 1), at));
  $('document').replaceChildren(new Option(words.documents, -1), ...names);
  $('document').value = only;
  $('document').setAttribute('aria-label', words.documents);
  $('document').hidden = state.documents.length < 2;
  $('help-button').setAttribute('aria-label', words.help);
  $('list').setAttribute('aria-label', $('title').textContent);
  $('saved').textContent = words.saved;
  $('actions').replaceChildren(...ACTIONS.filter((one) => one.button).map((one) => {
    const button = make('button', '', words.actions[one.name], ' ', make('kbd', '', one.shown));
    button.type = 'button';
    button.dataset.action = one.name;
    return button;
  }));
  $('help').querySelector('h2').textContent = words.help;
  $('help').querySelector('button').textContent = words.close;
  $('help-text').replaceChildren(make('p', '', words.helpText), make('p', 'files', words.files(state.files)));
  $('keys').replaceChildren(...ACTIONS.map((one) => make('tr', '', make('td', '', make('kbd', '', one.shown)), make('td', '', words.actions[one.name]))));
  $('edit').querySelector('label').textContent = words.editLabel;
  $('edit-save').textContent = words.save;
  $('edit-cancel').textContent = words.cancel;
  const [yes, no] = $('sure').querySelectorAll('button');
  yes.textContent = words.yes;
  no.textContent = words.no;
}

let noteLater;
function note(text, stays = false) {
  clearTimeout(noteLater);
  $('note').textContent = text;
  $('note').hidden = !text;
  if (text && !stays) noteLater = setTimeout(() => note(carried ? words.carried : '', true), 4000);
}

function alarm(text) {
  $('alarm').textContent = text;
  $('alarm').hidden = !text;
}

// The cursor

function firstPlace(at) {
  for (let i = at; i < rows.length; i += 1) {
    for (const side of SIDES) {
      const bead = side === 'ru' ? rows[i].left : rows[i].right;
      if (bead) return `${bead.document} ${side} ${bead[side][0]}`;
    }
  }
  return '';
}

function setCursor(place) {
  cursor = place;
  $('rows').querySelector('.cursor')?.classList.remove('cursor');
  const part = [...$('rows').querySelectorAll('.unit')].find((one) => one.dataset.place === place);
  part?.classList.add('cursor');
}

function goTo(place) {
  if (!place) return;
  cursor = place;
  list.show(byPlace.get(place)[0]);
  setCursor(place);
}

const beadAt = (place) => byPlace.get(place)?.[1];
const parse = (place) => { const [at, side, unit] = place.split(' '); return { at: Number(at), side, unit: Number(unit) }; };

/** One sentence up or down on this side; where a row has none there, on the other. */
function step(by) {
  if (!cursor) return;
  const { at, side, unit } = parse(cursor);
  const bead = beadAt(cursor);
  if (unit + by >= bead[side][0] && unit + by < bead[side][1]) { goTo(`${at} ${side} ${unit + by}`); return; }
  let row = byPlace.get(cursor)[0] + by;
  while (rows[row] && rows[row].head !== undefined) row += by;
  if (!rows[row]) return;
  const sides = side === 'ru' ? SIDES : [...SIDES].reverse();
  for (const one of sides) {
    const next = one === 'ru' ? rows[row].left : rows[row].right;
    if (next) { goTo(`${next.document} ${one} ${by > 0 ? next[one][0] : next[one][1] - 1}`); return; }
  }
}

function toSide(side) {
  if (!cursor) return;
  const row = rows[byPlace.get(cursor)[0]];
  const bead = side === 'ru' ? row.left : row.right;
  if (bead) goTo(`${bead.document} ${side} ${bead[side][0]}`);
}

function toDoubtful(by) {
  const start = byPlace.get(cursor)?.[0] ?? 0;
  const own = beadAt(cursor);
  for (let i = 0; i <= rows.length; i += 1) {
    const row = rows[(start + by * i + rows.length * 2) % rows.length];
    for (const [side, bead] of by > 0 ? [['ru', row.left], ['kk', row.right]] : [['kk', row.right], ['ru', row.left]]) {
      if (bead && bead !== own && doubtful(bead)) { goTo(`${bead.document} ${side} ${bead[side][0]}`); return; }
    }
  }
  if (!own || !doubtful(own)) note(words.allDone);
}

// Edits

let pending = 0;

async function send(body) {
  pending += 1;
  $('saved').textContent = words.saving;
  let answer;
  try {
    answer = await server.edit(() => ({ since: state.revision, ...body() }));
  } catch {
    lost();
    return undefined;
  } finally {
    pending -= 1;
  }
  if (answer.status === 403) { stale(); return undefined; }
  takeOver(answer);
  if (answer.reason) note(`${words.refused[answer.reason] ?? answer.reason} ${answer.detail ?? ''}`);
  $('saved').textContent = answer.status === 507 ? words.notSaved : pending ? words.saving : words.saved;
  $('saved').classList.toggle('bad', answer.status === 507);
  return answer.reason ? undefined : answer;
}

function takeOver(answer) {
  if (!answer.changes) return;
  showChanges(state.apply(answer));
  alarm(answer.fault ? words.fault(answer.fault) : '');
}

function lost() { $('saved').textContent = words.notSaved; $('saved').classList.add('bad'); alarm(words.lost); }
function stale() { $('saved').textContent = words.notSaved; $('saved').classList.add('bad'); alarm(words.stale); }

/** An edit of the bead at the cursor. */
function editBead(kind, more = {}) {
  const place = cursor;
  return send(() => {
    const bead = beadAt(place);
    const { side, unit } = parse(place);
    return { edit: kind, document: bead.document, beads: [bead.name], side, unit, ...more };
  });
}

function carry() {
  const bead = beadAt(cursor);
  if (!carried) { carried = bead; redrawAt(cursor); note(words.carried, true); return; }
  const other = carried;
  letGo();
  if (other === bead) return;
  if (other.document !== bead.document) { note(words.refused.apart); return; }
  send(() => ({ edit: 'join', document: bead.document, beads: [other.name, bead.name] }));
}

function letGo() {
  if (!carried) return;
  const key = rows.find((row) => row.left === carried || row.right === carried)?.key;
  carried = undefined;
  if (key) list.redraw(key);
  note('');
}

function redrawAt(place) { list.redraw(rows[byPlace.get(place)[0]].key); }

function joinRow() {
  const { left, right } = rows[byPlace.get(cursor)[0]];
  if (!left || !right || left === right) { note(words.refused['one-sided']); return; }
  send(() => ({ edit: 'join', document: left.document, beads: [left.name, right.name] }));
}

function ask(dialog) {
  return new Promise((done) => {
    dialog.returnValue = '';
    dialog.addEventListener('close', () => { $('list').focus(); done(dialog.returnValue); }, { once: true });
    dialog.showModal();
  });
}

async function editText() {
  const place = cursor;
  const { at, side, unit } = parse(place);
  const old = state.text(at, side, unit);
  $('edit-text').value = old;
  $('edit-text').lang = side;
  const answer = ask($('edit'));
  $('edit-text').focus();
  if (await answer !== 'save') return;
  const text = $('edit-text').value;
  if (text !== old) send(() => ({ edit: 'text', document: at, side, unit, old, new: text }));
}

async function acceptAll() {
  const { document: at } = beadAt(cursor);
  $('sure').querySelector('p').textContent = words.sureAll(state.documents[at].beads.length);
  if (await ask($('sure')) === 'yes') send(() => ({ edit: 'accept-all', document: at }));
}

const DO = {
  up: () => step(-1), down: () => step(1), left: () => toSide('ru'), right: () => toSide('kk'),
  next: () => toDoubtful(1), previous: () => toDoubtful(-1),
  accept: () => editBead('accept'),
  acceptNext: async () => {
    if (beadAt(cursor)?.checked || await editBead('accept')) toDoubtful(1);
  },
  acceptAll, join: joinRow, carry, edit: editText,
  merge: () => editBead('merge'), split: () => editBead('split'), unpair: () => editBead('unpair'),
  takeOut: () => editBead('take-out'),
  moveUp: () => editBead('move', { step: -1 }), moveDown: () => editBead('move', { step: 1 }),
  undo: () => send(() => ({ edit: 'undo', seen: state.undo })),
  redo: () => send(() => ({ edit: 'redo', seen: state.redo })),
  search: () => { $('search').focus(); $('search').select(); },
  order: () => { inOrder = !inOrder; $('order').value = inOrder ? 'text' : 'doubt'; showAll(); },
  help: () => { ask($('help')); $('help').scrollTop = 0; },
};
const WITHOUT_CURSOR = ['undo', 'redo', 'search', 'order', 'help'];

function act(name) {
  if (cursor && byPlace.has(cursor) || WITHOUT_CURSOR.includes(name)) DO[name]();
}

// Search

let hits = [];
let hit = -1;

function search() {
  found = $('search').value.trim().toLowerCase();
  hits = found ? [...byPlace.keys()].filter((place) => {
    const { at, side, unit } = parse(place);
    return state.text(at, side, unit).toLowerCase().includes(found);
  }) : [];
  hit = -1;
  show();
  $('found').textContent = found ? words.found(0, hits.length) : '';
  if (hits.length) nextHit(1);
}

function nextHit(by) {
  if (!hits.length) return;
  hit = (hit + by + hits.length) % hits.length;
  $('found').textContent = words.found(hit + 1, hits.length);
  if (byPlace.has(hits[hit])) goTo(hits[hit]);
}

// Marks

async function askForMarks() {
  const wanted = [];
  for (const { key, left: bead, right } of list.shown) {
    if (!bead || bead !== right || !paired(bead)) continue;
    const name = `${bead.document} ${bead.name}`;
    if (!marks.has(name) && !asked.has(name)) { asked.add(name); wanted.push([name, key, bead]); }
  }
  for (let at = 0; at < wanted.length; at += 8) {
    const some = wanted.slice(at, at + 8);
    const answer = await server.marks(some.map(([, , bead]) => [bead.document, bead.ru, bead.kk])).catch(() => ({}));
    if (!answer.marks) { some.forEach(([name]) => asked.delete(name)); return; }
    answer.marks.forEach(([ru, kk], i) => {
      marks.set(some[i][0], { ru, kk });
      if (list.drawn.has(some[i][1])) list.redraw(some[i][1]);
    });
  }
}

// Start

function listen() {
  document.addEventListener('keydown', (event) => {
    if (document.querySelector('dialog[open]')) {
      if (event.code === 'Enter' && event.ctrlKey && $('edit').open) { event.preventDefault(); $('edit-save').click(); }
      return;
    }
    if (event.target === $('search')) {
      if (event.key === 'Enter') { event.preventDefault(); nextHit(event.shiftKey ? -1 : 1); }
      if (event.key === 'Escape') { $('search').value = ''; search(); $('list').focus(); }
      return;
    }
    if (['SELECT', 'BUTTON'].includes(event.target.tagName) && ['Enter', 'Space', 'ArrowUp', 'ArrowDown'].includes(event.code)) return;
    if (event.key === 'Escape') { letGo(); note(''); return; }
    const name = event.key === '?' ? 'help' : actionOf(event);
    if (!name) return;
    event.preventDefault();
    act(name);
  });
  $('rows').addEventListener('click', (event) => {
    const place = event.target.closest('.unit')?.dataset.place;
    if (place) setCursor(place);
  });
  $('rows').addEventListener('dblclick', (event) => { if (event.target.closest('.unit')) act('edit'); });
  $('actions').addEventListener('click', (event) => {
    const name = event.target.closest('button')?.dataset.action;
    if (name) { $('list').focus({ preventScroll: true }); act(name); }
  });
  $('help-button').addEventListener('click', DO.help);
  $('search').addEventListener('input', search);
  $('order').addEventListener('change', () => { inOrder = $('order').value === 'text'; showAll(); $('list').focus(); });
  $('document').addEventListener('change', () => { only = Number($('document').value); showAll(); $('list').focus(); });
  $('language').addEventListener('change', () => {
    localStorage.setItem('align-language', $('language').value);
    words = LANGUAGES[$('language').value];
    translate();
    show();
    $('list').focus();
  });
}

async function poll() {
  if (!document.hidden && !pending) {
    try {
      const answer = await server.changes(state.revision);
      if (answer.status === 403) stale();
      else if (!pending) {
        if ($('saved').classList.contains('bad')) { $('saved').classList.remove('bad'); $('saved').textContent = words.saved; }
        takeOver(answer);
      }
    } catch { lost(); }
  }
  setTimeout(poll, POLL);
}

async function start() {
  window.addEventListener('hashchange', () => location.reload()); // the address of another session
  $('language').value = Object.keys(LANGUAGES).find((one) => LANGUAGES[one] === words);
  let answer;
  try { answer = await server.whole(); } catch { lost(); return; }
  if (answer.status !== 200) { stale(); return; }
  state = new State(answer);
  state.undo = answer.undo;
  state.redo = answer.redo;
  $('title').textContent = answer.files.table.split(/[\\/]/).pop();
  document.title = `${$('title').textContent} · align review`;
  translate();
  listen();
  showAll();
  $('list').focus();
  document.body.dataset.ready = 'yes';
  setTimeout(poll, POLL);
}

start();
