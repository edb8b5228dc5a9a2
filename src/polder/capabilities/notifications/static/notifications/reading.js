// Whoever follows a notice has read it. Without this script the button beside it says the same.

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-reads]');
  if (!link) return;
  tell(link);
});
document.addEventListener('auxclick', (event) => {
  const link = event.target.closest('a[data-reads]');
  if (link && event.button === 1) tell(link);
});

function tell(link) {
  const form = link.closest('li').querySelector('form');
  const sent = new FormData(form);
  sent.set('notice', link.dataset.reads);
  sent.set('silent', '1');
  fetch(form.action, { method: 'POST', body: sent, credentials: 'same-origin', keepalive: true }).catch(() => {});
}
