// What the pages are made of. Whatever comes from people is put in as text, never as HTML.
import { say, told } from "./api.js";

export const by = (id) => document.getElementById(id);

export const make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};
export const fill = (place, ...children) => (typeof place === "string" ? by(place) : place).replaceChildren(...children.flat().filter(Boolean));

export const percent = (share) => share === null || share === undefined ? "" : `${(100 * share).toFixed(1)}%`;
export const number = (count) => count.toLocaleString(told.language === "zh" ? "zh-CN" : "en");
// A time of the API, as ISO 8601 or in seconds since 1970.
export const moment = (time) => !time ? "" : new Date(typeof time === "number" ? 1000 * time : time)
  .toLocaleString(told.language === "zh" ? "zh-CN" : "en", { dateStyle: "medium", timeStyle: "short" });
export const joined = (...parts) => parts.filter(Boolean).join(" · ");

// What is told is told where a screen reader hears it too.
export const tell = (message, { passing = false } = {}) => {
  by("alert").textContent = "";
  by("status").textContent = message;
  if (passing) setTimeout(() => { if (by("status").textContent === message) by("status").textContent = ""; }, 8000);
};
export const complain = (message) => {
  by("status").textContent = "";
  by("alert").textContent = message;
};
export const guarded = (action) => async (...given) => {
  try { return await action(...given); } catch (error) { complain(error.message); return undefined; }
};
export const onClick = (id, action) => by(id)?.addEventListener("click", guarded(action));

// A form is locked while it is at work.
export const onSubmit = (form, action) => {
  const element = typeof form === "string" ? by(form) : form;
  element?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const buttons = [...element.querySelectorAll("button")].filter((button) => !button.disabled);
    for (const button of buttons) button.disabled = true;
    tell(say("busy"));
    const done = await guarded(async () => { await action(new FormData(element), element); return true; })();
    if (done && by("status").textContent === say("busy")) tell("");
    for (const button of buttons) button.disabled = false;
  });
};

export const button = (label, action, kind = "plain") => make("button", { type: "button", class: kind, click: guarded(action) }, label);

// A table that a narrow window shows as a list. The columns are given by the words of their heads.
export const table = (label, heads, rows, empty = say("empty")) => rows.length
  ? make("table", { role: "table", "aria-label": label },
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, heads.map((head) => make("th", { scope: "col", role: "columnheader" }, head)))),
      make("tbody", { role: "rowgroup" }, rows.map((row) => make("tr", { role: "row" },
        row.map((cell, at) => make("td", { role: "cell", "data-head": typeof heads[at] === "string" ? heads[at] : "", class: cell || cell === 0 ? null : "bare" }, cell ?? ""))))))
  : make("p", { class: "empty" }, empty);

export const figures = (id, pairs) => fill(id, pairs.filter(Boolean).map(([label, value]) => make("div", {}, make("dt", {}, label), make("dd", {}, value))));

// Asks before something is done. `field` asks for a text too, `text` is what stands there at first. Gives null for no, else the text.
export const ask = (question, { yes = say("yes"), bad = false, field = null, text: first = "" } = {}) => new Promise((resolve) => {
  const text = field && make("textarea", { rows: "3", maxlength: "4000" }, first);
  const dialog = make("dialog", { "aria-label": question, close: () => { dialog.remove(); resolve(dialog.returnValue === "yes" ? text?.value.trim() ?? "" : null); } },
    make("form", { method: "dialog" }, make("p", {}, question), field && make("label", {}, field, text),
      make("div", { class: "row" }, make("button", { value: "yes", class: bad ? "main bad" : "main" }, yes), make("button", { value: "no" }, say("cancel_plain")))));
  document.body.append(dialog);
  dialog.showModal();
});

export const removal = (question, action, label = say("delete")) => button(label, async () => {
  if (await ask(question, { yes: label, bad: true }) !== null) await action();
}, "plain bad");

// A secret that is shown once, and a button that copies it.
export const secret = (place, label, text) => {
  const field = make("input", { readonly: true, value: text, "aria-label": label, focus: (event) => event.target.select() });
  const copy = async () => {
    try { await navigator.clipboard.writeText(text); } catch { field.select(); document.execCommand("copy"); }
    tell(say("copied"));
  };
  fill(place, make("div", { class: "told" }, make("p", {}, label), make("div", { class: "row wide" }, make("label", {}, field), button(say("copy"), copy, ""))));
};

export const classChoices = () => {
  for (const select of document.querySelectorAll(".classes")) for (const one of ["peer", "authority", "own", "template"]) select.append(make("option", { value: one }, say(`class.${one}`)));
};
export const corpusName = (corpus) => corpus.title || (corpus.name === "default" ? say("default_corpus") : corpus.name);
