import { api, path, say } from "../api.js";
import { by, corpusName, fill, joined, make, onSubmit, tell } from "../dom.js";

// Sentences less alike than this are folded away: the list always holds the closest ones, however far they are.
const CLOSE = 0.5;

// The words asked for, marked where a sentence has them.
const marked = (text, words) => {
  const found = words.filter((word) => text.includes(word));
  if (!found.length) return [text];
  const escaped = found.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return text.split(new RegExp(`(${escaped.join("|")})`)).map((part) => found.includes(part) ? make("mark", {}, part) : part);
};

export default async () => {
  const { corpora } = await api("GET", "/corpora");
  const readable = corpora.filter((one) => one.right !== "check");
  const select = by("search").elements.corpus;
  select.append(...readable.map((one) => make("option", { value: one.name }, corpusName(one))));
  select.closest("label").hidden = readable.length < 2;
  const look = async (q, corpus) => {
    const { results } = await api("GET", `/search?q=${encodeURIComponent(q)}${corpus ? `&corpus=${encodeURIComponent(corpus)}` : ""}`);
    const words = q.split(/\s+/).filter(Boolean);
    const named = (name) => readable.length > 1 ? corpusName(readable.find((one) => one.name === name) ?? { name }) : "";
    const card = (one) => make("article", { class: "panel result" },
      make("blockquote", {}, marked(one.text, words)),
      make("p", { class: "hint" }, make("span", { class: `badge ${one.words ? "fail" : "near"}` }, one.words ? say("same_words") : say("near")), " ",
        joined(named(one.corpus), one.title || one.document, one.author, one.date), " ",
        make("a", { href: `${path("corpora", one.corpus, "documents", one.document)}#${one.start}-${one.end}`, "aria-label": `${say("in_context")} ${one.title || one.document}` }, say("in_context"))));
    const near = results.filter((one) => one.words || one.score >= CLOSE), far = results.filter((one) => !near.includes(one));
    fill("results", near.length ? null : make("p", { class: "panel" }, say(results.length ? "nothing_found" : "nothing_to_search")), near.map(card),
      far.length ? make("details", {}, make("summary", {}, say("farther", { count: far.length })), far.map(card)) : null);
    tell(near.length ? say("results_told", { count: near.length }) : "");
  };
  const given = new URLSearchParams(location.search);
  onSubmit("search", async (form) => {
    const q = form.get("q").trim();
    history.replaceState(null, "", `?q=${encodeURIComponent(q)}`);
    await look(q, form.get("corpus"));
  });
  if (given.get("q")) { by("search").elements.q.value = given.get("q"); await look(given.get("q").trim(), ""); }
};
