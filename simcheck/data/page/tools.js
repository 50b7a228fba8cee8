for (const tools of document.querySelectorAll(".tools, .filters")) tools.hidden = false;
document.getElementById("theme").addEventListener("click", () => {
  shade(root.dataset.theme === "dark" ? "light" : "dark");
  try { localStorage.setItem("simcheck-theme", root.dataset.theme); } catch { /* a page from a file may keep nothing */ }
});
document.getElementById("print").addEventListener("click", () => print());
let before = "";
addEventListener("beforeprint", () => { before = root.dataset.theme; shade("light"); });
addEventListener("afterprint", () => shade(before));
