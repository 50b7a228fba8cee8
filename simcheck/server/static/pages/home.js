import { api, may, path, say, send, told } from "../api.js";
import { checkTable, under } from "../checks.js";
import { button, by, complain, corpusName, fill, guarded, make, moment, number, onSubmit, percent, tell } from "../dom.js";
import { dropping, size } from "../files.js";

// What can be limited, and what one stands for in its field.
const LIMITS = [["max_overlap", 100], ["max_run", 1]];
let chosen = [];

const showChosen = () => fill("chosen", chosen.length ? [make("h2", {}, say("chosen_told", { count: chosen.length })),
  make("ul", { class: "files" }, chosen.map((one) => make("li", {}, make("span", {}, one.name), make("span", { class: "hint" }, size(one.file.size)),
    button(say("take_away"), () => { chosen = chosen.filter((other) => other !== one); showChosen(); by("files").focus(); }))))] : []);

const take = (files) => {
  const large = files.find((one) => one.file.size > told.most);
  if (large) complain(say("too_big", { name: large.name, size: Math.floor(told.most / 1e6) })); else tell("");
  chosen.push(...files.filter((one) => one.file.size <= told.most));
  showChosen();
};

const showCorpora = (corpora) => {
  const first = corpora.find((one) => one.name === "default") ?? corpora[0];
  by("corpora").append(...corpora.map((one) => make("label", { class: "inline" },
    make("input", { type: "checkbox", name: "corpora", value: one.name, checked: one === first }),
    `${corpusName(one)}${say("mark_comma")}${say("documents_of", { count: number(one.documents ?? 0) })}`)));
  if (!corpora.some((one) => one.documents)) tell(say(may("corpora:write") ? "no_corpus" : "no_corpus_writer"));
  const settle = () => {
    const form = by("check");
    const names = corpora.filter((one) => form.querySelector(`[name=corpora][value="${CSS.escape(one.name)}"]`).checked).map(corpusName);
    by("settings-told").textContent = `${names.join(say("mark_list"))}${say("mark_comma")}${say("limit_told", { share: `${form.elements.max_overlap.value || "–"}%` })}`;
  };
  by("check").addEventListener("change", settle);
  settle();
};

const body = (form) => {
  const made = new FormData();
  for (const one of chosen) made.append("file", one.file, one.name);
  const text = form.get("text");
  if (text.trim()) made.append("text", text);
  if (text.trim() && !chosen.length) made.append("name", form.get("name").trim() || text.trim().split("\n")[0].trim().slice(0, 30) || say("pasted"));
  for (const name of form.getAll("corpora")) made.append("corpora", name);
  made.append("limits", JSON.stringify(Object.fromEntries(LIMITS.map(([name, unit]) => [name, form.get(name) ? Number(form.get(name)) / unit : null]))));
  if (form.get("previous")) made.append("previous", form.get("previous"));
  made.append("wait", "false");
  return made;
};

export default async () => {
  const select = by("check").elements.previous;
  const asked = new URLSearchParams(location.search).get("previous");
  const settle = () => {
    by("earlier").hidden = !select.value;
    by("earlier").textContent = say("new_version_of", { name: select.selectedOptions[0].dataset.name ?? "" });
  };
  let timer;
  const show = async () => {
    clearTimeout(timer);
    const { checks } = await api("GET", "/checks");
    fill("checks", checkTable(say("my_checks"), checks, { changed: show, empty: say("no_checks") }));
    const held = new Set([...select.options].map((one) => one.value));
    for (const one of checks.filter((each) => each.state === "done" && !held.has(each.id))) select.append(make("option", { value: one.id, "data-name": one.name }, `${one.name} · ${moment(one.created)}`));
    if (under(checks)) timer = setTimeout(guarded(show), 1500);
  };
  by("kept").textContent = say(told.kept.file ? "kept_days_files" : "kept_days", { days: told.kept.report, files: told.kept.file });
  for (const [name, unit] of LIMITS) by("check").elements[name].value = told.limits[name] === null ? "" : Math.round(1000 * told.limits[name] * unit) / 1000;
  dropping(by("drop"), take);
  select.addEventListener("change", settle);
  onSubmit("check", async (form) => {
    if (!chosen.length && !form.get("text").trim()) throw new Error(say("nothing_given"));
    const made = await send("/checks", body(form), (share) => tell(say("sending", { share: percent(share) })));
    location.assign(made.checks ? path("batches", made.batch) : path("checks", made.id));
  });
  showCorpora((await api("GET", "/corpora")).corpora);
  await show();
  if (asked && ![...select.options].some((one) => one.value === asked)) {
    const one = await api("GET", path("checks", asked));
    select.append(make("option", { value: one.id, "data-name": one.name }, one.name));
  }
  if (asked) select.value = asked;
  settle();
};
