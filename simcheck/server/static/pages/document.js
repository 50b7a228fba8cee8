import { api, path, say } from "../api.js";
import { by, corpusName, fill, joined, make, number } from "../dom.js";

// The text with one stretch of it marked. Positions count code points, as Python does.
const marked = (text, from, to) => {
  const points = [...text];
  let at = 0;
  return points.join("").split("\n").map((line) => {
    const length = [...line].length, start = Math.min(Math.max(from - at, 0), length), end = Math.min(Math.max(to - at, 0), length);
    at += length + 1;
    if (!line.trim()) return null;
    const letters = [...line];
    const part = (one, other) => letters.slice(one, other).join("");
    return make("p", {}, part(0, start), end > start ? make("mark", {}, part(start, end)) : null, part(end));
  });
};

export default async (name, id) => {
  const [found, { corpora }] = await Promise.all([api("GET", path("corpora", name, "documents", id)), api("GET", "/corpora")]);
  const corpus = corpora.find((one) => one.name === name);
  by("back").textContent = say("back_to", { name: corpus ? corpusName(corpus) : name });
  by("name").textContent = found.title || found.id;
  by("about").textContent = joined(found.title ? found.id : "", found.author, found.date, found.source_class && say(`class.${found.source_class}`), found.meta?.department, say("units_characters", { count: number([...found.text].length) }));
  document.title = `${found.title || found.id} · ${say("title")}`;
  const [from, to] = /^#(\d+)-(\d+)$/.exec(location.hash)?.slice(1).map(Number) ?? [0, 0];
  fill("text", marked(found.text, from, to));
  document.querySelector("mark")?.scrollIntoView({ block: "center" });
};
