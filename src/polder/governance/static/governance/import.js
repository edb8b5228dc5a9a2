// Import: a file that is dropped or chosen is read at once, one that is too large not at all; both tables scroll as one.

document.addEventListener('change', (event) => {
  const input = event.target;
  const form = input.closest?.('form[data-import]');
  if (!form || input.type !== 'file' || !input.files.length) return;
  const trouble = form.querySelector('[data-trouble]');
  const tooLarge = input.files[0].size > Number(form.dataset.most) * 1024 * 1024;
  trouble.hidden = !tooLarge;
  if (tooLarge) {
    trouble.querySelector('p').textContent = form.dataset.tooLarge;
    trouble.querySelector('p').focus();
    input.value = '';
    return;
  }
  form.requestSubmit();
});

// The file and its reading are rows of the same height: where one scrolls down, the other follows.
let leads = null;
document.addEventListener('scroll', (event) => {
  const one = event.target;
  const pair = one.closest?.('[data-pair]');
  if (!pair || (leads && leads !== one)) return;
  leads = one;
  for (const other of pair.querySelectorAll('.sheetscroll')) {
    if (other !== one) other.scrollTop = one.scrollTop;
  }
  clearTimeout(pair.dataset.timer);
  pair.dataset.timer = setTimeout(() => { leads = null; }, 120);
}, { capture: true, passive: true });
