// The matrix screen: letters open "why" beside their cell, branches close, the slider chooses a day.
// Without this script each letter is a submit button that opens its explanation as a page.

/* global htmx */
import { openWhy } from "../base/js/popovers.js";

const DAY = 86_400_000;

document.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-cells] button[name=cell]");
  if (cell) {
    event.preventDefault();
    explain(cell);
    return;
  }
  const twist = event.target.closest("[data-cells] .tw");
  if (twist) fold(twist.closest("tr"), twist.getAttribute("aria-expanded") === "true");
});

function explain(cell) {
  const form = cell.closest("[data-cells]");
  const row = cell.closest("tr");
  const head = form.querySelectorAll("thead tr:last-child th")[cell.closest("td").cellIndex - 2];
  const asked = new URLSearchParams(form.dataset.query);
  asked.set("aspect", row.dataset.a);
  asked.set("party", head.dataset.p);
  htmx.ajax("GET", `${form.dataset.whyUrl}?${asked}`, { target: "#why", swap: "innerHTML", source: row }).then(() => openWhy(cell));
}

// A closed branch hides every row that is deeper, until one that is not; open branches under it stay as they were.
function fold(row, close) {
  row.querySelector(".tw").setAttribute("aria-expanded", String(!close));
  redraw(row.parentElement);
}

function redraw(body) {
  let closedAt = Infinity;
  for (const row of body.rows) {
    if (row.dataset.d === undefined) continue; // the way to those that follow
    const depth = Number(row.dataset.d);
    if (depth <= closedAt) closedAt = Infinity;
    row.hidden = depth > closedAt;
    const twist = row.querySelector(".tw");
    if (!row.hidden && twist && twist.getAttribute("aria-expanded") === "false") closedAt = depth;
  }
}

// The slider counts days from its first; while it moves only words change, when it is let go the day is asked for.
function dayOf(slider) {
  return new Date(Date.parse(slider.dataset.first) + Number(slider.value) * DAY).toISOString().slice(0, 10);
}

document.addEventListener("input", (event) => {
  const slider = event.target.closest("[data-asof] input[type=range]");
  if (!slider) return;
  const day = dayOf(slider);
  const words = new Date(`${day}T12:00`).toLocaleDateString(document.documentElement.lang, {
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  slider.style.setProperty("--v", (100 * slider.value) / slider.max);
  slider.setAttribute("aria-valuetext", words);
  const form = slider.form;
  form.querySelector("output").textContent = words;
  form.elements.at.value = day;
});

document.addEventListener("change", (event) => {
  const slider = event.target.closest("[data-asof] input[type=range]");
  if (slider) slider.form.requestSubmit();
});

// What a draft would do: letters that would begin are ringed in their cell, those that would end are struck.
// #bar holds the list; it is drawn again when the bar or the grid is another one.
function unmark() {
  for (const added of document.querySelectorAll("[data-cells] [data-added]")) added.remove();
  for (const marked of document.querySelectorAll("[data-cells] .lose")) marked.classList.remove("lose");
  for (const button of document.querySelectorAll("[data-cells] button[data-said]")) {
    button.setAttribute("aria-label", button.dataset.said);
    button.removeAttribute("data-said");
  }
}

function markPending() {
  unmark();
  const form = document.querySelector("[data-cells]");
  const pending = document.getElementById("bar")?.dataset.pending;
  if (!form || !pending) return;
  const heads = [...form.querySelectorAll("thead tr:last-child th")];
  for (const change of JSON.parse(pending)) {
    const column = heads.findIndex((head) => head.dataset.p === change.party);
    const row = form.querySelector(`tr[data-a="${CSS.escape(change.aspect)}"]`);
    if (row && column >= 0) mark(row, row.cells[column + 2], change);
  }
}

function mark(row, cell, change) {
  const button = cell.querySelector("button") ?? cellButton(row, cell);
  if (button.dataset.said === undefined) button.dataset.said = button.getAttribute("aria-label");
  const separator = button.querySelector("i") ? "; " : " ";
  button.setAttribute("aria-label", `${button.getAttribute("aria-label")}${separator}${change.said}`);
  if (change.state === "gain") {
    const letter = document.createElement("i");
    letter.className = change.classes;
    letter.textContent = change.letter;
    letter.dataset.added = "";
    button.append(letter);
    return;
  }
  const own = [...button.querySelectorAll("i:not(.inh, [data-added])")];
  own.find((letter) => letter.textContent === change.letter && shape(letter) === shapeOf(change))?.classList.add("lose");
}

const FACETS = ["f-c", "f-d", "f-t"];
const shape = (letter) => FACETS.find((name) => letter.classList.contains(name)) ?? "";
const shapeOf = (change) => FACETS.find((name) => change.classes.split(" ").includes(name)) ?? "";

// A cell of somebody who may only propose has no button while it is empty.
function cellButton(row, cell) {
  const head = row.closest("table").querySelectorAll("thead tr:last-child th")[cell.cellIndex - 2];
  const button = document.createElement("button");
  button.name = "cell";
  button.value = `${row.dataset.a}.${cell.cellIndex - 2}`;
  button.setAttribute("aria-label", `${head.firstChild.textContent}:`);
  button.dataset.added = "";
  cell.append(button);
  document.dispatchEvent(new Event("polder:rows"));
  return button;
}

markPending();
document.addEventListener("htmx:afterSettle", markPending);
// Rows that came later lie in branches that may be closed.
document.addEventListener("htmx:afterSettle", (event) => {
  const body = event.target.closest?.("[data-cells] tbody");
  if (!body) return;
  redraw(body);
  document.dispatchEvent(new Event("polder:rows"));
});
// Collected: the popover has done its work; its letter gets the focus back.
document.addEventListener("polder:draft", () => {
  document.getElementById("why")?.hidePopover();
  markPending();
});
