// Forms: one answer per press, asked before unsaved work is left, filters that send themselves, files dropped on.

// A plain form that is on its way cannot be sent again. (htmx requests: requests.js.)
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches('[data-preferences], [data-theme-form], [method="dialog"]')) return;
  form.removeAttribute('data-unsaved');
  if (!form.hasAttribute('data-once') || form.method !== 'post') return;
  const pressed = event.submitter || form.querySelector('[type="submit"], button:not([type])');
  if (form.hasAttribute('data-sent')) { event.preventDefault(); return; }
  form.setAttribute('data-sent', '');
  pressed?.setAttribute('aria-busy', 'true');
});
// Coming back by the browser's Back shows the page as it was left: not busy any more.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    form.removeAttribute('data-sent');
    form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
  }
});

document.addEventListener('input', (event) => {
  event.target.closest?.('form[data-leave]')?.setAttribute('data-unsaved', '');
});
addEventListener('beforeunload', (event) => {
  if (document.querySelector('form[data-unsaved]')) event.preventDefault();
});

document.addEventListener('change', (event) => {
  const form = event.target.closest?.('form[data-auto]');
  if (form && !event.target.matches('[type="file"]')) form.requestSubmit();
});

// Where a file can be dropped: a .drop around an <input type=file>.
for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    const drop = event.target.closest?.('.drop');
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle('over', kind === 'dragover');
    const input = drop.querySelector('input[type="file"]');
    if (kind !== 'drop' || !input || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

document.querySelector('form [data-focus]')?.focus();
