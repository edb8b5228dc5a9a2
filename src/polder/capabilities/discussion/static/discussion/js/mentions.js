// Colleagues to mention: `@` and two letters in a text that has data-people suggest who may read it too.
// The suggestions are a list box under the text; without this script a key is typed in full.

const AFTER = 200;
const TYPED = /(?:^|[^\p{L}\d_@])@([\p{L}\d-]{2,40})$/u;
let shown = null; // { area, list, from, chosen }
let asked = 0;
let timer;

document.addEventListener('input', (event) => {
  const area = event.target.closest?.('textarea[data-people]');
  if (area) look(area);
});

document.addEventListener('keydown', (event) => {
  if (!shown || event.target !== shown.area || event.isComposing) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) move(steps[event.key]);
  else if ((event.key === 'Enter' || event.key === 'Tab') && shown.chosen >= 0) take(shown.list.children[shown.chosen]);
  else if (event.key === 'Escape') close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener('focusout', (event) => { if (shown && event.target === shown.area) close(); });
// Pressing must not take the focus from the text: on a phone the keyboard would go.
document.addEventListener('pointerdown', (event) => { if (event.target.closest?.('.mentions')) event.preventDefault(); });
document.addEventListener('click', (event) => {
  const option = event.target.closest?.('.mentions > [role="option"]');
  if (option && shown) take(option);
});

function look(area) {
  clearTimeout(timer);
  const typed = area.value.slice(0, area.selectionStart).match(TYPED);
  if (!typed) { close(); return; }
  timer = setTimeout(() => ask(area, typed[1]), AFTER);
}

async function ask(area, typed) {
  const number = ++asked;
  let found = [];
  try {
    const answer = await fetch(`${area.dataset.people}?q=${encodeURIComponent(typed)}`, { headers: { Accept: 'application/json' } });
    if (answer.ok) found = (await answer.json()).people;
  } catch { /* away: a key can still be typed */ }
  if (number !== asked || document.activeElement !== area) return;
  if (found.length) show(area, typed, found);
  else close();
}

function show(area, typed, found) {
  close();
  const list = document.createElement('ul');
  list.className = 'mentions';
  list.id = `${area.id}-people`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', area.dataset.peopleLabel);
  found.forEach((person, index) => {
    const option = document.createElement('li');
    option.id = `${list.id}-${index}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.dataset.key = person.key;
    const name = document.createElement('b');
    name.textContent = person.name;
    const detail = document.createElement('small');
    detail.textContent = person.detail;
    option.append(name, ' ', detail);
    list.append(option);
  });
  area.after(list);
  area.setAttribute('aria-autocomplete', 'list');
  area.setAttribute('aria-haspopup', 'listbox');
  area.setAttribute('aria-controls', list.id);
  shown = { area, list, from: area.selectionStart - typed.length - 1, chosen: -1 };
  move(1);
  const say = document.getElementById('say');
  if (say) say.textContent = area.dataset.peopleSay;
}

function move(step) {
  const options = [...shown.list.children];
  shown.chosen = (shown.chosen + step + options.length) % options.length;
  options.forEach((option, index) => option.setAttribute('aria-selected', String(index === shown.chosen)));
  shown.area.setAttribute('aria-activedescendant', options[shown.chosen].id);
  options[shown.chosen].scrollIntoView({ block: 'nearest' });
}

function take(option) {
  const { area, from } = shown;
  area.setRangeText(`@${option.dataset.key} `, from, area.selectionStart, 'end');
  close();
  area.focus();
}

function close() {
  clearTimeout(timer);
  asked += 1;
  if (!shown) return;
  shown.list.remove();
  for (const name of ['aria-autocomplete', 'aria-haspopup', 'aria-controls', 'aria-activedescendant']) shown.area.removeAttribute(name);
  shown = null;
}
