// The print page: a button that opens the browser's own print dialog; without script the browser's menu does.

const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => print());
