// Each page by its name; what all of them have in common.
import { api, say, told } from "./api.js";
import { by, guarded, onClick, tell } from "./dom.js";

onClick("log-out", async () => { await api("DELETE", "/session"); location.assign("/login"); });
onClick("theme", () => {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  try { localStorage.setItem("simcheck-theme", root.dataset.theme); } catch { /* a browser may keep nothing */ }
  const framed = by("report")?.contentDocument?.documentElement;
  if (framed) framed.dataset.theme = root.dataset.theme;
});
for (const box of document.querySelectorAll(".reveal")) box.addEventListener("change", () => {
  for (const field of box.form.querySelectorAll("[autocomplete$=password]")) field.type = box.checked ? "text" : "password";
});
for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
}
const kept = sessionStorage.getItem("simcheck-told");  // said by the page before
if (kept) { sessionStorage.removeItem("simcheck-told"); tell(say(kept)); }

guarded(async () => {
  const { default: page } = await import(`./pages/${document.body.dataset.page}.js`);
  await page(...told.ids);
})().finally(() => { document.body.dataset.ready = ""; });  // for tests and pictures
