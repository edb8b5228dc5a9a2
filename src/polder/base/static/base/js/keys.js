// Single keys: `/` searches, `g` and a letter goes, `?` shows all. Off when somebody switched them off (WCAG 2.1.4).

const GO_WITHIN = 1500;
let going = -Infinity;

function typing(target) {
  return target.closest?.('input, textarea, select, [contenteditable=""], [contenteditable="true"], dialog[open]');
}

document.addEventListener('keydown', (event) => {
  if (document.body.dataset.keys !== 'on' || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.timeStamp - going < GO_WITHIN) {
    going = -Infinity;
    const place = document.querySelector(`.rail [data-go="${CSS.escape(event.key.toLowerCase())}"]`);
    if (place) { event.preventDefault(); place.click(); }
    return;
  }
  if (event.key === 'g') { going = event.timeStamp; return; }
  if (event.key === '/') {
    const search = document.querySelector('[data-search]');
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (event.key === '?') {
    event.preventDefault();
    document.getElementById('keys-help')?.showModal();
  }
});
