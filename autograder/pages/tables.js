// Tables that sort at a click (or Enter, Space) on a heading, and filter as one types. The page is
// whole without it, and on paper.
"use strict";

const AT_FIRST = 200; // rows; browsers take seconds to lay out thousands
const FILTERED_FROM = 8;

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function keyOf(row, column) {
  const cell = row.cells[column];
  const given = cell.dataset.key;
  if (given === undefined) return cell.textContent.trim();
  return given === "" ? null : Number(given);
}

function compare(a, b) {
  return typeof a === "number" && typeof b === "number" ? a - b : order.compare(String(a), String(b));
}

class Rows {
  constructor(table) {
    this.table = table;
    this.rows = Array.from(table.tBodies[0].rows);
    // cell by cell: what stands at the end of one and the start of the next is no word
    const text = (row) => Array.from(row.cells, (cell) => cell.textContent).join(" ");
    this.texts = new Map(this.rows.map((row) => [row, folded(text(row))]));
    this.words = [];
    this.limit = AT_FIRST;
    this.makeSortable();
    if (this.rows.length >= FILTERED_FROM) this.makeFilterable();
    this.show();
  }

  makeSortable() {
    const heads = Array.from(this.table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      if (!("sort" in head.dataset)) return;
      const button = element("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const descending = now ? now === "ascending" : head.dataset.sort === "down";
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        this.sort(column, descending);
      });
    });
  }

  makeFilterable() {
    const input = element("input", { type: "search", autocomplete: "off", spellcheck: false });
    this.count = element("span", {});
    this.count.setAttribute("role", "status");
    this.more = element("button", { type: "button", hidden: true });
    const label = element("label", {}, `Filter ${this.table.dataset.filter} `, input);
    const bar = element("p", { className: "filter" }, label, this.count, this.more);
    this.table.closest(".wide").before(bar);
    input.addEventListener("input", () => {
      this.words = folded(input.value).split(/\s+/).filter(Boolean);
      this.show();
    });
    this.more.addEventListener("click", () => {
      this.limit = Infinity;
      input.focus();
      this.show();
    });
  }

  sort(column, descending) {
    const keyed = this.rows.map((row) => [keyOf(row, column), row]);
    keyed.sort(([a], [b]) => {
      // what has no value is last in either direction
      if (a === null || b === null) return (a === null) - (b === null);
      return descending ? compare(b, a) : compare(a, b);
    });
    this.rows = keyed.map(([, row]) => row);
    this.show();
    this.table.tBodies[0].append(...this.rows);
  }

  show(limit = this.limit) {
    let found = 0;
    for (const row of this.rows) {
      const text = this.texts.get(row);
      const matches = this.words.every((word) => text.includes(word));
      found += matches;
      row.hidden = !matches || found > limit;
    }
    if (!this.count) return;
    this.count.textContent = this.words.length ? `${found} of ${this.rows.length}` : "";
    this.more.hidden = found <= limit;
    this.more.textContent = `Show all ${found}, not only ${limit}`;
  }
}

const all = Array.from(document.querySelectorAll("table[data-filter]"), (table) => new Rows(table));
window.addEventListener("beforeprint", () => all.forEach((rows) => rows.show(Infinity)));
window.addEventListener("afterprint", () => all.forEach((rows) => rows.show()));
