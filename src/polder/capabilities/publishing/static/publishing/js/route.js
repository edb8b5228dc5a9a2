// A page that is not there yet: when its aspect is chosen, who is asked and who decides is said beside the text.
(() => {
  const chosen = document.getElementById('id_under');
  if (!chosen) return;
  chosen.addEventListener('change', async () => {
    if (!chosen.value) return;
    const answer = await fetch(`/route/under/${encodeURIComponent(chosen.value)}/`, { credentials: 'same-origin' });
    if (!answer.ok) return;
    const said = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const id of ['pld-aside', 'pld-next']) {
      document.getElementById(id).replaceChildren(...said.getElementById(id).childNodes);
    }
  });
})();
