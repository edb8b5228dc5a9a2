// Passkeys: the browser's half of allauth's ceremonies. A form with data-passkey is shown only where passkeys work.
// data-passkey: "add" makes one, "use" proves with one (options in the JSON element that data-options names),
// "login" fetches its options from the form's own address.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

function forCreation(options) {
  const key = structuredClone(options.publicKey);
  key.challenge = bytes(key.challenge);
  key.user.id = bytes(key.user.id);
  key.excludeCredentials = (key.excludeCredentials ?? []).map((known) => ({ ...known, id: bytes(known.id) }));
  key.authenticatorSelection = {
    ...key.authenticatorSelection, residentKey: 'required', requireResidentKey: true, userVerification: 'required',
  };
  return { publicKey: key };
}

function forRequest(options) {
  const key = structuredClone(options.publicKey);
  key.challenge = bytes(key.challenge);
  key.allowCredentials = (key.allowCredentials ?? []).map((known) => ({ ...known, id: bytes(known.id) }));
  return { publicKey: key };
}

function asJSON(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function ceremony(form) {
  if (form.dataset.passkey === 'login') {
    const answer = await fetch(form.action, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(`options: ${answer.status}`);
    return navigator.credentials.get(forRequest((await answer.json()).request_options));
  }
  const options = JSON.parse(document.getElementById(form.dataset.options).textContent);
  if (form.dataset.passkey === 'add') return navigator.credentials.create(forCreation(options.creation_options));
  return navigator.credentials.get(forRequest(options.request_options));
}

async function answer(event) {
  event.preventDefault();
  const form = event.currentTarget;
  if (!form.reportValidity()) return;
  const trouble = form.querySelector('[data-trouble]');
  trouble.hidden = true;
  try {
    form.elements.credential.value = asJSON(await ceremony(form));
    form.submit();
  } catch {
    trouble.hidden = false; // cancelled, timed out, or no such key: the person decides what next
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', answer);
  }
}
