// Wagtail's text fields, and the one field of a block, have no name for who does not see them; each gets that of its field
// or of its block.
(() => {
  const words = (label) => (label ? label.textContent.replace('*', '').trim() : '');
  const name = (text) => {
    const field = text.closest('[data-field], [data-contentpath], .w-panel');
    const label = field && field.querySelector('label, .w-field__label, .w-panel__heading, .c-sf-block__title');
    const panel = text.closest('.w-panel');
    return words(label) || words(panel && panel.querySelector('.w-panel__heading'));
  };
  const nameAll = () => {
    for (const text of document.querySelectorAll('[role="textbox"]:not([aria-label]):not([aria-labelledby]), .public-DraftEditor-content:not([aria-label]), [data-contentpath] input:not([type="hidden"], [aria-label])')) {
      if (text.labels && text.labels.length) continue;
      const said = name(text);
      if (said) text.setAttribute('aria-label', said);
    }
  };
  let waits = false;
  const soon = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; nameAll(); });
  };
  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
})();
