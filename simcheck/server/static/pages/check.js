import { FINAL, api, explained, may, path, say, told } from "../api.js";
import { badge } from "../checks.js";
import { ask, by, fill, guarded, joined, make, moment, onClick, onSubmit, percent, tell } from "../dom.js";
import { framed } from "../framed.js";

const STAGES = ["reading", "encoding", "searching", "comparing", "aligning", "judging"];
const FORMS = ["docx", "html", "csv", "md", "json"];

const showWaiting = (now) => {
  by("waiting").hidden = FINAL.includes(now.state);
  const at = STAGES.indexOf(now.stage);
  fill("stages", STAGES.map((stage, place) => make("li", { class: place < at ? "past" : null, "aria-current": place === at ? "step" : null }, say(stage))));
  by("now").textContent = now.state === "queued" ? (now.position > 1 ? say("position", { count: now.position - 1 }) : say("next_in_line")) : now.stage ? say("stage_now", { stage: say(now.stage) }) : say(now.state);
};

const showVerdict = (one) => {
  if (one.state !== "done") return fill("verdict", badge(one.state, say(one.state)), one.problem && make("span", { class: "why" }, explained(one.problem)));
  const { figures, verdict, matches } = one.report;
  return fill("verdict", badge(one.decision, say(one.decision)),
    make("span", {}, joined(say("overlap_told", { share: percent(one.overlap) }), say("passages_told", { count: matches.filter((match) => !match.ignored).length }),
      `${say("largest_source")} ${percent(figures.largest_source)}`)),
    verdict.reasons.length ? make("span", { class: "why" }, verdict.reasons.map((reason) => reason.text).join(say("mark_comma"))) : null,
    one.review && badge(one.review, say(one.review)),
    make("span", { class: "hint" }, joined(one.user === told.user ? "" : one.user_name, moment(one.created))),
    one.batch && make("a", { href: path("batches", one.batch) }, say("batch")));
};

const quoted = (one) => make("li", {}, make("blockquote", {}, one.text), make("p", { class: "hint" }, `${say(`kind.${one.kind}`)} · ${say("source")}${say("mark_colon")}${one.source}`));

const showChanges = async (one) => {
  if (!one.previous) return;
  const found = await api("GET", `${path("checks", one.id)}/changes`);
  by("changes").hidden = false;
  fill("changed",
    make("p", {}, say("changes_told", { before: percent(found.overlap.before), now: percent(found.overlap.now) }), " ", make("a", { href: path("checks", one.previous) }, say("earlier_version"))),
    make("div", { class: "thirds" }, ["mended", "remaining", "new"].map((part) => make("details", { class: part, open: found[part].length > 0 && found[part].length < 4 },
      make("summary", {}, `${say(part)} ${say("places", { count: found[part].length })}`), make("ul", {}, found[part].map(quoted))))));
};

export default async (id) => {
  const address = path("checks", id);
  let current = null;
  const comments = async () => {
    const { comments: said } = await api("GET", `${address}/comments`);
    fill("comments", said.length ? said.map((one) => make("article", { class: "comment" },
      make("p", { class: "hint" }, joined(one.user_name, moment(one.created), one.match === null ? "" : say("about_match", { number: one.match + 1 }))), make("p", {}, one.text))) : make("p", { class: "empty" }, say("no_comments")));
    frame.remark(said);
  };
  const accept = async (number, reason, expires) => {
    await api("POST", "/baseline", { check: id, match: number, reason, expires: expires || null });
    tell(say("accepted", { number: number + 1 }));
    await show(number + 1);
  };
  const remark = async (number, text) => { await api("POST", `${address}/comments`, { text, match: number }); await comments(); };
  const frame = framed(by("report"), { accept: may("baseline:write") ? accept : null, remark });
  const review = (state, note) => async () => {
    const said = note ? await ask(say(state === "returned" ? "return" : state), { field: note, yes: say(state === "returned" ? "return" : state) }) : "";
    if (said === null) return;
    await api("POST", `${address}/review`, { state, ...(said ? { comment: said } : {}) });
    await show();
    tell(say(`${state}_told`));
  };
  const show = async (at = 0) => {
    const one = current = await api("GET", `${address}?lang=${told.language}`);
    by("name").textContent = one.name;
    document.title = `${one.name} · ${say("title")}`;
    showWaiting(one);
    showVerdict(one);
    by("tools").hidden = !FINAL.includes(one.state);
    const done = one.state === "done";
    for (const part of ["as-docx", "forms", "print", "again", "send", "return", "approve"]) if (by(part)) by(part).hidden = !done;
    if (!done) return;
    by("send").hidden = ["sent", "approved"].includes(one.review) || one.user !== told.user;
    by("again").hidden = one.user !== told.user;  // a new version is its writer's
    by("again").href = `/?previous=${encodeURIComponent(id)}`;
    for (const form of FORMS) by(`as-${form}`).href = `/api/v1${address}/report.${form}?download=true&lang=${told.language}`;
    frame.show(`/api/v1${address}/report.html?lang=${told.language}`, one.report.matches, at);
    await showChanges(one);
    await comments();
  };
  onSubmit("comment", async (form, element) => { await api("POST", `${address}/comments`, { text: form.get("text") }); element.reset(); await comments(); });
  onClick("cancel", async () => { await api("DELETE", address); await show(); });
  onClick("delete", async () => {
    if (await ask(say("sure", { name: current.name }), { yes: say("delete"), bad: true }) === null) return;
    await api("DELETE", address);
    sessionStorage.setItem("simcheck-told", "deleted");
    location.assign("/");
  });
  onClick("send", review("sent"));
  onClick("return", review("returned", say("return_hint")));
  onClick("approve", review("approved"));
  onClick("print", () => frame.print());
  await show();
  await comments();
  if (FINAL.includes(current.state)) return;
  const events = new EventSource(`/api/v1${address}/events`);
  const heard = (event) => {
    const now = JSON.parse(event.data);
    showWaiting(now);
    if (!FINAL.includes(now.state)) return;
    events.close();
    guarded(() => show())();
  };
  for (const state of ["queued", "running", ...FINAL]) events.addEventListener(state, heard);
};
