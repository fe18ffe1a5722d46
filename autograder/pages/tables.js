// Tables that sort at a click (or Enter, Space) on a heading, and filter as one types. The page is
// whole without it.
"use strict";

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function keyOf(row, column) {
  const cell = row.cells[column];
  const given = cell.dataset.key;
  if (given === undefined) return cell.textContent.trim();
  return given === "" ? null : Number(given);
}

function compare(a, b) {
  return typeof a === "number" && typeof b === "number" ? a - b : order.compare(String(a), String(b));
}

function sort(table, column, descending) {
  const body = table.tBodies[0];
  const keyed = Array.from(body.rows, (row) => [keyOf(row, column), row]);
  keyed.sort(([a], [b]) => {
    // what has no value is last in either direction
    if (a === null || b === null) return (a === null) - (b === null);
    return descending ? compare(b, a) : compare(a, b);
  });
  body.append(...keyed.map(([, row]) => row));
}

function makeSortable(table) {
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, column) => {
    if (!("sort" in head.dataset)) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const descending = now ? now === "ascending" : head.dataset.sort === "down";
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sort(table, column, descending);
    });
  });
}

function makeFilterable(table) {
  const rows = Array.from(table.tBodies[0].rows);
  if (rows.length < 8) return;
  const texts = rows.map((row) => folded(row.textContent));
  const box = document.createElement("p");
  box.className = "filter";
  const label = document.createElement("label");
  label.append(`Filter ${table.dataset.filter} `);
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  input.spellcheck = false;
  label.append(input);
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  box.append(label, " ", count);
  table.closest(".wide").before(box);
  input.addEventListener("input", () => {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, k) => {
      row.hidden = !words.every((word) => texts[k].includes(word));
      shown += !row.hidden;
    });
    count.textContent = words.length ? `${shown} of ${rows.length}` : "";
  });
}

for (const table of document.querySelectorAll("table[data-filter]")) {
  makeSortable(table);
  makeFilterable(table);
}
