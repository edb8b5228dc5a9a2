// table[data-grid]: one tab stop for all buttons in its cells; arrows move to the next cell that has one.
// Folded-away rows (hidden) are passed over. Rows that htmx brings later need nothing: cells are found when asked for.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const PAGE = 10;

const buttonIn = (cell) => cell?.matches('td') ? cell.querySelector(':scope > button, :scope > a') : null;
const bodyRows = (grid) => [...grid.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hidden);

function prepare(grid) {
  const stops = grid.querySelectorAll('td > button, td > a');
  let current = grid.querySelector('td > [tabindex="0"]');
  for (const stop of stops) stop.tabIndex = -1;
  current = current && !current.closest('tr').hidden ? current : buttonInFirstRow(grid);
  if (current) current.tabIndex = 0;
}

function buttonInFirstRow(grid) {
  for (const row of bodyRows(grid)) {
    const first = [...row.cells].map(buttonIn).find(Boolean);
    if (first) return first;
  }
  return null;
}

function go(grid, from, to) {
  if (!to || to === from) return;
  grid.querySelectorAll('td > [tabindex="0"]').forEach((stop) => { stop.tabIndex = -1; });
  to.tabIndex = 0;
  to.focus();
}

// The next button in a direction: along the row, or along the column, whatever the gaps.
function next(grid, cell, [right, down]) {
  if (right) {
    let beside = cell;
    do beside = right > 0 ? beside.nextElementSibling : beside.previousElementSibling;
    while (beside && !buttonIn(beside));
    return buttonIn(beside);
  }
  const rows = bodyRows(grid);
  for (let y = rows.indexOf(cell.parentElement) + down; y >= 0 && y < rows.length; y += down) {
    const found = buttonIn(rows[y].cells[cell.cellIndex]);
    if (found) return found;
  }
  return null;
}

function far(grid, cell, event) {
  const rows = bodyRows(grid);
  const inRow = (row) => [...row.cells].map(buttonIn).filter(Boolean);
  if (event.key === 'Home') return event.ctrlKey ? buttonInFirstRow(grid) : inRow(cell.parentElement).at(0);
  if (event.key === 'End' && !event.ctrlKey) return inRow(cell.parentElement).at(-1);
  if (event.key === 'End') return rows.toReversed().map((row) => inRow(row).at(-1)).find(Boolean);
  const step = event.key === 'PageDown' ? 1 : -1;
  let found = buttonIn(cell);
  for (let n = 0; n < PAGE; n += 1) {
    const further = next(grid, found.closest('td'), [0, step]);
    if (!further) break;
    found = further;
  }
  return found;
}

document.addEventListener('keydown', (event) => {
  const cell = event.target.closest?.('table[data-grid] td');
  if (!cell || !buttonIn(cell) || event.altKey || event.metaKey) return;
  const grid = cell.closest('table');
  let to;
  if (STEPS[event.key] && !event.ctrlKey) to = next(grid, cell, STEPS[event.key]);
  else if (['Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) to = far(grid, cell, event);
  else return;
  event.preventDefault();
  go(grid, buttonIn(cell), to);
});

document.addEventListener('focusin', (event) => {
  const stop = event.target.closest?.('table[data-grid] td > :is(button, a)');
  if (!stop || stop.tabIndex === 0) return;
  stop.closest('table').querySelectorAll('td > [tabindex="0"]').forEach((other) => { other.tabIndex = -1; });
  stop.tabIndex = 0;
});

const prepareAll = () => document.querySelectorAll('table[data-grid]').forEach(prepare);
prepareAll();
document.addEventListener('htmx:afterSwap', prepareAll);
document.addEventListener('polder:rows', prepareAll); // sent by whoever hides or shows rows
