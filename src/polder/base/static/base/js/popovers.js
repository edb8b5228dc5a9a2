// Dialogs, and the popover "why" beside the letter that was asked about.

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-opens]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    opener.closest('[popover]')?.hidePopover();
    dialog?.showModal();
    return;
  }
  event.target.closest('[data-closes]')?.closest('dialog')?.close();
  const asked = event.target.closest('[data-why]');
  if (asked && !asked.hasAttribute('hx-get')) openWhy(asked);
});

let asked = null;

document.addEventListener('htmx:beforeRequest', (event) => {
  const button = event.detail.elt.closest?.('[data-why]');
  if (button) asked = button;
});
document.addEventListener('htmx:afterSwap', (event) => {
  const why = document.getElementById('why');
  const from = event.detail.requestConfig?.elt?.closest?.('[data-why]');
  if (why && from && from === asked && (event.detail.target === why || why.contains(event.detail.target))) openWhy(from);
});

export function openWhy(button) {
  const why = document.getElementById('why');
  if (!why) return;
  const wasOpen = why.matches(':popover-open') && button.hasAttribute('data-anchor');
  if (why.matches(':popover-open')) why.hidePopover();
  if (wasOpen && !button.hasAttribute('hx-get')) return;
  button.setAttribute('data-anchor', '');
  button.setAttribute('aria-expanded', 'true');
  why.showPopover({ source: button });
  if (!CSS.supports('position-area', 'bottom')) placeBeside(why, button);
  why.querySelector('[data-focus], h2[tabindex]')?.focus({ preventScroll: true });
  why.addEventListener('toggle', function closed(event) {
    if (event.newState !== 'closed') return;
    why.removeEventListener('toggle', closed);
    button.removeAttribute('data-anchor');
    button.setAttribute('aria-expanded', 'false');
    const focus = document.activeElement;
    if (!focus || focus === document.body || why.contains(focus)) button.focus({ preventScroll: true });
  });
}

// Browsers without anchor positioning: to the right of the button, or to the left, always inside the window.
function placeBeside(pop, button) {
  if (matchMedia('(max-width: 48rem)').matches) return;
  const place = button.getBoundingClientRect();
  const size = pop.getBoundingClientRect();
  const right = place.right + 8 + size.width < innerWidth;
  const left = right ? place.right + 8 : Math.max(8, place.left - 8 - size.width);
  const top = Math.max(8, Math.min(place.top, innerHeight - size.height - 8));
  pop.style.setProperty('inset', `${top}px auto auto ${left}px`);
}

// A popover that is inside the frame closes when a place in it is chosen.
document.addEventListener('click', (event) => {
  if (event.target.closest('[popover] a[href]')) event.target.closest('[popover]').hidePopover();
});
