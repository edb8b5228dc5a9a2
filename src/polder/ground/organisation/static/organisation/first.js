// A letter's QR code and a mail's link carry name and code behind the #, where no server and no log sees them.
const given = new URLSearchParams(location.hash.slice(1));
const form = document.querySelector('form[data-first]');
if (form && given.get('c')) {
  form.elements.name.value ||= given.get('n') ?? '';
  form.elements.code.value ||= given.get('c');
  history.replaceState(null, '', location.pathname + location.search);
  form.querySelector('[type="submit"]').focus();
}
