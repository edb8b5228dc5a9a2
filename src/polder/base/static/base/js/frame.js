// Theme: shown at once, remembered by the server. Without this script the same form reloads the page.

const root = document.documentElement;

function themeNow() {
  return root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

function show(theme) {
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of document.querySelectorAll('[data-preferences] button[name="theme"]')) {
    button.setAttribute('aria-pressed', String(button.value === theme));
  }
}

async function remember(form, name, value) {
  const sent = new FormData(form);
  sent.set(name, value);
  sent.set('stay', 'yes');
  await fetch(form.action, { method: 'POST', body: sent, credentials: 'same-origin' });
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  const chosen = event.submitter;
  if (!chosen || !form.matches('[data-theme-form], [data-preferences]')) return;
  if (chosen.name === 'theme') {
    event.preventDefault();
    const theme = form.matches('[data-theme-form]') ? (themeNow() === 'dark' ? 'light' : 'dark') : chosen.value;
    show(theme);
    remember(form, 'theme', theme).catch(() => form.submit());
  } else if (chosen.name === 'keys') {
    event.preventDefault();
    document.body.dataset.keys = chosen.value;
    for (const button of form.querySelectorAll('button[name="keys"]')) {
      button.setAttribute('aria-pressed', String(button === chosen));
    }
    remember(form, 'keys', chosen.value).catch(() => form.submit());
  }
});

// A long rail begins at the top on every page: show where one is.
const rail = document.querySelector('.rail');
const here = rail?.querySelector('[aria-current]');
if (rail && here) rail.scrollTop = Math.max(0, here.offsetTop + here.offsetHeight * 3 - rail.clientHeight);
