const all = (selector) => [...document.querySelectorAll(selector)];
const pane = document.getElementById("sources");
const cards = all(".card");
const parts = new Map();
for (const part of all("[data-match]")) {
  if (!parts.has(part.dataset.match)) parts.set(part.dataset.match, []);
  parts.get(part.dataset.match).push(part);
}
const form = document.querySelector(".filters");
const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
const home = new Map(cards.map((card) => {
  const mark = document.createComment("");
  card.before(mark);
  return [card, mark];
}));
let current = 0;

function showCard(card) {
  const scrolls = getComputedStyle(pane).position === "sticky";
  if (scrolls) pane.scrollBy({ top: card.getBoundingClientRect().top - pane.getBoundingClientRect().top - 12, behavior });
  else card.scrollIntoView({ block: "nearest", behavior }); // a card may be longer than a telephone: its head is shown
}

// Where the sources have no column of their own, one opens under its passage, and goes back when another does.
function openUnder(card, passage) {
  for (const moved of all("#draft .card")) home.get(moved).after(moved);
  if (passage && getComputedStyle(pane).position !== "sticky") passage.closest("p").after(card);
}

function select(number, target) {
  for (const old of all(".on")) old.classList.remove("on");
  current = number;
  if (!number) return openUnder();
  for (const part of parts.get(String(number)) || []) part.classList.add("on");
  const card = document.getElementById(`s${number}`);
  const passage = document.getElementById(`d${number}`);
  if (target === "s") openUnder(card, passage);
  if (target !== "s" && passage) passage.scrollIntoView({ block: "center", behavior });
  if (target === "s" || getComputedStyle(pane).position === "sticky") showCard(card);
  const goal = target === "s" ? card : passage;
  if (goal) goal.focus({ preventScroll: true });
}

function filter() {
  const kinds = new Set([...form.querySelectorAll("[name=kind]:checked")].map((box) => box.value));
  const ignored = form.elements.ignored ? form.elements.ignored.checked : true;
  const source = form.elements.source.value;
  let shown = 0;
  for (const card of cards) {
    const { kind, match } = card.dataset;
    const visible = (card.dataset.ignored ? ignored : kinds.has(kind)) && (source === "" || source === card.dataset.source);
    shown += visible;
    card.hidden = !visible;
    for (const part of parts.get(match)) part.classList.toggle("off", !visible);
  }
  const output = form.querySelector("output");
  output.textContent = output.dataset.text.replace("{shown}", shown).replace("{all}", cards.length);
}

function step(by) {
  const open = cards.filter((card) => !card.hidden).map((card) => Number(card.dataset.match));
  if (!open.length) return;
  const at = open.indexOf(current);
  const next = at < 0 ? (by > 0 ? 0 : open.length - 1) : (at + by + open.length) % open.length;
  select(open[next], "d");
}

document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-match]");
  if (!part || event.target.closest(".off, .pairs") || String(getSelection())) return;
  event.preventDefault();
  const inDraft = part.closest("#draft") !== null && !part.closest(".card");
  select(Number(part.dataset.match), inDraft ? "s" : "d");
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(SELECT|INPUT)$/.test(event.target.tagName)) return;
  if (event.key === "n" || event.key === "j") step(1);
  else if (event.key === "p" || event.key === "k") step(-1);
  else if (event.key === "Escape") select(0);
  else if (event.key === "Enter" && event.target.matches(".card")) select(Number(event.target.dataset.match), "d");
});
form.addEventListener("change", filter);
filter();
const asked = /^#([ds])(\d+)$/.exec(location.hash);
if (asked && document.getElementById(asked[0].slice(1))) select(Number(asked[2]), asked[1]);
