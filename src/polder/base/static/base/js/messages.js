// Toasts stay ten seconds, longer while somebody points at them or is inside; anything with data-dismiss can be closed.

const STAYS = 10000;

function keep(toast) {
  let timer;
  const start = () => { clearTimeout(timer); timer = setTimeout(() => toast.remove(), STAYS); };
  const stop = () => clearTimeout(timer);
  toast.addEventListener('pointerenter', stop);
  toast.addEventListener('focusin', stop);
  toast.addEventListener('pointerleave', () => { if (!toast.contains(document.activeElement)) start(); });
  toast.addEventListener('focusout', (event) => { if (!toast.contains(event.relatedTarget)) start(); });
  start();
}

function show({ text, undo }) {
  const place = document.getElementById('toasts');
  const model = document.getElementById('toast-model');
  if (!place || !model) return;
  const toast = model.content.firstElementChild.cloneNode(true);
  toast.querySelector('[data-text]').textContent = text;
  const form = toast.querySelector('[data-undo]');
  form.hidden = !undo;
  form.action = undo || '';
  place.append(toast);
  keep(toast);
}

document.querySelectorAll('[data-toast]').forEach(keep);
document.addEventListener('polder:toast', (event) => event.detail.toasts.forEach(show));

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-dismiss]');
  if (!button) return;
  const closed = button.closest('.toast, .notice, .problem');
  const hadFocus = closed.contains(document.activeElement);
  closed.remove();
  if (hadFocus) document.getElementById('main')?.focus();
});
