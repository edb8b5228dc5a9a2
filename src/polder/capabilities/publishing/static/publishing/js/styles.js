// Wagtail's text fields put style elements into the page. The content security policy takes those that carry the nonce
// of this answer; this gives it to them, and must run before Wagtail's own scripts.
(() => {
  const { nonce } = document.currentScript;
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (name, options) {
    const element = create.call(this, name, options);
    if (String(name).toLowerCase() === "style") element.nonce = nonce;
    return element;
  };
})();
