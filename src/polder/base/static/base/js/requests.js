// While htmx waits: nothing for 300 ms, then a level staff, after 3 s words. When no answer comes: why.

const STAFF_AFTER = 300;
const WORDS_AFTER = 3000;
const progress = document.getElementById('progress');
const waiting = new Map();

function update() {
  if (!progress) return;
  const stages = [...waiting.values()];
  progress.hidden = !stages.some((stage) => stage.staff);
  const words = progress.querySelector('[data-words]');
  const slow = stages.find((stage) => stage.words);
  words.textContent = slow ? slow.waitingFor || words.dataset.words : '';
}

// What looks by itself now and then (data-quiet) shows nothing of it, also when it fails.
const quiet = (event) => Boolean(event.detail.elt?.closest?.('[data-quiet]'));

document.addEventListener('htmx:beforeSend', (event) => {
  if (quiet(event)) return;
  const stage = { staff: false, words: false, waitingFor: event.detail.elt.closest?.('[data-waiting]')?.dataset.waiting };
  stage.timers = [
    setTimeout(() => { stage.staff = true; update(); }, STAFF_AFTER),
    setTimeout(() => { stage.words = true; update(); }, WORDS_AFTER),
  ];
  waiting.set(event.detail.xhr, stage);
  busy(event.detail.elt, true);
});

document.addEventListener('htmx:afterRequest', (event) => {
  const stage = waiting.get(event.detail.xhr);
  if (stage) stage.timers.forEach(clearTimeout);
  waiting.delete(event.detail.xhr);
  update();
  busy(event.detail.elt, false);
});

// The button that was pressed is busy: it keeps its size and its focus, and cannot be sent twice.
function busy(element, on) {
  const form = element.closest?.('form');
  const button = element.matches?.('button.btn') ? element : form?.querySelector('.btn:focus, .btn.primary');
  if (!button) return;
  if (on) button.setAttribute('aria-busy', 'true');
  else button.removeAttribute('aria-busy');
}

document.addEventListener('click', (event) => {
  if (event.target.closest('[aria-busy="true"]')) { event.preventDefault(); event.stopPropagation(); }
}, true);

function complain(model) {
  const problems = document.getElementById('problems');
  const words = document.getElementById(model);
  if (!problems || !words) return;
  problems.replaceChildren(words.content.cloneNode(true));
  problems.scrollIntoView({ block: 'nearest' });
}
document.addEventListener('htmx:sendError', (event) => quiet(event) || complain('no-connection'));
document.addEventListener('htmx:timeout', (event) => quiet(event) || complain('no-answer'));
// An answer to a later request makes an earlier complaint old.
document.addEventListener('htmx:beforeSend', (event) => quiet(event) || document.getElementById('problems')?.replaceChildren());

// What arrives with data-focus gets the focus; with data-say it is announced.
document.addEventListener('htmx:afterSettle', (event) => {
  const arrived = event.detail.elt;
  const focus = arrived.matches?.('[data-focus]') ? arrived : arrived.querySelector?.('[data-focus]');
  focus?.focus();
  const said = arrived.matches?.('[data-say]') ? arrived : arrived.querySelector?.('[data-say]');
  if (said) say(said.dataset.say);
});

function say(text) {
  const place = document.getElementById('say');
  if (!place) return;
  place.textContent = '';
  requestAnimationFrame(() => { place.textContent = text; });
}
document.querySelector('[data-focus]')?.focus();
