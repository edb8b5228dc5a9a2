// “Tell me on this device”: asks the browser, and hands Polder the address at which this device can be told.

const form = document.querySelector('form[data-push]');
const able = window.isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

function show(name) {
  for (const part of document.querySelectorAll('[data-push-says]')) part.hidden = part.dataset.pushSays !== name;
}

function bytes(text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (mark) => mark.charCodeAt(0));
}

async function subscription() {
  const worker = await navigator.serviceWorker.getRegistration(form.dataset.scope);
  return worker?.pushManager.getSubscription();
}

async function begin() {
  if (!able) return show('unable');
  if (Notification.permission === 'denied') return show('denied');
  const known = await subscription();
  const here = known && [...document.querySelectorAll('[data-endpoint]')].some((item) => item.dataset.endpoint === known.endpoint);
  show(here ? 'on' : 'off');
}

async function turnOn() {
  if (await Notification.requestPermission() !== 'granted') return show('denied');
  const worker = await navigator.serviceWorker.register(form.dataset.worker, { scope: form.dataset.scope });
  await ready(worker);
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
  const keys = made.toJSON().keys;
  form.elements.endpoint.value = made.endpoint;
  form.elements.p256dh.value = keys.p256dh;
  form.elements.auth.value = keys.auth;
  form.submit();
}

function ready(worker) {
  const coming = worker.installing || worker.waiting;
  if (worker.active || !coming) return undefined;
  return new Promise((done) => {
    coming.addEventListener('statechange', () => { if (coming.state === 'activated') done(); });
  });
}

if (form) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    turnOn().catch(() => show('failed'));
  });
  begin().catch(() => show('failed'));
}
