const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const kept = (() => { try { return localStorage.getItem("simcheck-theme"); } catch { return null; } })();
const shade = (value) => { root.dataset.theme = value; };
shade(kept || (dark.matches ? "dark" : "light"));
dark.addEventListener("change", (event) => { if (!kept) shade(event.matches ? "dark" : "light"); });
