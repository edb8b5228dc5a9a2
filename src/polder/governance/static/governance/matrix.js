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
  htmx.ajax("GET", `${form.dataset.whyUrl}?${asked}`, { target: "#why", swap: "innerHTML", source: form }).then(() => openWhy(cell));
}

// A closed branch hides every row that is deeper, until one that is not; open branches under it stay as they were.
function fold(row, close) {
  row.querySelector(".tw").setAttribute("aria-expanded", String(!close));
  redraw(row.parentElement);
}

function redraw(body) {
  let closedAt = Infinity;
  for (const row of body.rows) {
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
