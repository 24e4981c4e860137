// The review as the server has it, and the rows in which it is shown.

export const SIDES = ['ru', 'kk'];
export const DOUBTFUL = 0.9; // beads below this and not checked are looked at first

function beadOf(document, [name, ruStart, ruStop, kkStart, kkStop, score, note, checked]) {
  return { document, name, ru: [ruStart, ruStop], kk: [kkStart, kkStop], score, note, checked };
}

export const paired = (bead) => bead.ru[1] > bead.ru[0] && bead.kk[1] > bead.kk[0];
export const doubtful = (bead) => !bead.checked && bead.score < DOUBTFUL;

export class State {
  constructor(whole) {
    this.revision = whole.revision;
    this.files = whole.files;
    this.texts = new Map(whole.edited.map(([at, side, unit, text]) => [`${at} ${side} ${unit}`, text]));
    this.documents = whole.documents.map((one, at) => ({
      names: one.names, ru: one.ru, kk: one.kk,
      beads: one.beads.map((bead) => beadOf(at, bead)),
    }));
    this.count();
  }

  text(at, side, unit) {
    return this.texts.get(`${at} ${side} ${unit}`) ?? this.documents[at][side][unit][2];
  }

  edited(at, side, unit) {
    const text = this.texts.get(`${at} ${side} ${unit}`);
    return text !== undefined && text !== this.documents[at][side][unit][2];
  }

  /** Takes over what was changed since; the change of each document, [removed, added] names. */
  apply(answer) {
    this.undo = answer.undo;
    this.redo = answer.redo;
    const done = [];
    for (const change of answer.changes) {
      if (change.revision <= this.revision) continue;
      this.revision = change.revision;
      const { document: at, removed, added, order, text } = change;
      if (text) {
        this.texts.set(`${at} ${text[0]} ${text[1]}`, text[2]);
        done.push({ at, removed: [], added: [] });
        continue;
      }
      const gone = new Set(removed);
      const document = this.documents[at];
      document.beads = document.beads.filter((bead) => !gone.has(bead.name));
      const made = [];
      for (const [listed, before] of added) {
        const bead = beadOf(at, listed);
        const place = before ? document.beads.findIndex((one) => one.name === before) + 1 : 0;
        document.beads.splice(place, 0, bead);
        made.push(bead);
      }
      if (order) {
        const byName = new Map(document.beads.map((bead) => [bead.name, bead]));
        document.beads = order.map((name) => byName.get(name));
      }
      done.push({ at, removed, added: made });
    }
    if (done.length) this.count();
    return done;
  }

  count() {
    this.all = 0; this.checked = 0; this.doubtful = 0;
    for (const { beads } of this.documents) {
      this.all += beads.length;
      for (const bead of beads) {
        if (bead.checked) this.checked += 1;
        else if (bead.score < DOUBTFUL) this.doubtful += 1;
      }
    }
  }
}

const keyOf = (bead) => bead ? `${bead.document} ${bead.name}` : '';

/**
 * Rows in text order: a row is a pair, or what stands alone left and right at the same height.
 * `only` is the document that is shown, or -1 for all.
 */
export function textRows(state, only) {
  const rows = [];
  state.documents.forEach((document, at) => {
    if (only >= 0 && only !== at) return;
    rows.push({ key: `head ${at}`, head: at });
    let left = [];
    let right = [];
    const flush = () => {
      for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
        rows.push({ key: `${keyOf(left[i])}|${keyOf(right[i])}`, left: left[i], right: right[i] });
      }
      left = []; right = [];
    };
    for (const bead of document.beads) {
      if (paired(bead)) {
        flush();
        rows.push({ key: keyOf(bead), left: bead, right: bead });
      } else if (bead.ru[1] > bead.ru[0]) {
        if (right.length) flush();
        left.push(bead);
      } else right.push(bead);
    }
    flush();
  });
  return rows;
}

/** Rows of single beads, those first that are not checked and least sure. */
export function doubtRows(state, only) {
  const beads = state.documents.filter((_, at) => only < 0 || only === at).flatMap((one) => one.beads);
  const sorted = beads.map((bead, at) => [Number(bead.checked), bead.score, at, bead])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return sorted.map(([, , , bead]) => rowOf(bead));
}

export function rowOf(bead) {
  return {
    key: keyOf(bead),
    left: bead.ru[1] > bead.ru[0] ? bead : undefined,
    right: bead.kk[1] > bead.kk[0] ? bead : undefined,
  };
}
