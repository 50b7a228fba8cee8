// Light or dark, before anything is drawn; the report in its frame keeps the choice under the same name.
"use strict";
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => { try { return localStorage.getItem("simcheck-theme"); } catch { return null; } };
  const shade = () => { root.dataset.theme = kept() || (dark.matches ? "dark" : "light"); };
  shade();
  dark.addEventListener("change", shade);
  addEventListener("storage", shade);
})();
