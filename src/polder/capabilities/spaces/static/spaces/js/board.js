// A task is dragged to another column: it presses the button that moves it there, so that a hand does what keys do.

let carried = null;

const cards = () => document.querySelectorAll('.board [data-task]');
const ready = () => cards().forEach((card) => { if (card.querySelector('[data-moves]')) card.draggable = true; });
ready();
document.addEventListener('htmx:afterSettle', ready);

const columnOf = (event) => event.target.closest?.('[data-column]');
const unmark = () => document.querySelectorAll('.column.under').forEach((column) => column.classList.remove('under'));

document.addEventListener('dragstart', (event) => {
  carried = event.target.closest?.('[data-task]');
  if (!carried) return;
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', '');
  carried.classList.add('carried');
});
document.addEventListener('dragover', (event) => {
  const column = columnOf(event);
  if (!carried || !column) return;
  event.preventDefault();
  unmark();
  column.classList.add('under');
});
document.addEventListener('drop', (event) => {
  const column = columnOf(event);
  if (!carried || !column) return;
  event.preventDefault();
  const button = carried.querySelector(`[data-moves] button[value="${column.dataset.column}"]`);
  if (button && !button.hidden) button.click();
});
document.addEventListener('dragend', () => {
  carried?.classList.remove('carried');
  carried = null;
  unmark();
});
