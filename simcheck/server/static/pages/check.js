import { FINAL, api, explained, may, path, say, told } from "../api.js";
import { badge, reviewed } from "../checks.js";
import { ask, by, fill, guarded, joined, make, moment, number, onClick, onSubmit, percent, tell } from "../dom.js";
import { framed } from "../framed.js";

const { language, user } = told;
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
    one.review && badge(one.review, reviewed(one)),
    one.comments > 0 && make("a", { href: "#comment-head" }, say("look_remarks")),
    make("span", { class: "hint" }, joined(one.user === user ? "" : one.user_name, moment(one.created))),
    one.batch && make("a", { href: path("batches", one.batch) }, say("batch")));
};

const quoted = (one) => make("li", {}, make("blockquote", {}, one.text), make("p", { class: "hint" }, joined(say(`kind.${one.kind}`), `${say("source")}${say("mark_colon")}${one.source}`,
  one.before === undefined ? say("units_characters", { count: one.letters }) : say(one.before === one.letters ? "same_letters" : "fewer_letters", { before: one.before, now: one.letters }))));

const showChanges = async (one) => {
  if (!one.previous) return;
  const found = await api("GET", `${path("checks", one.id)}/changes`);
  by("changes").hidden = false;
  fill("changed",
    make("p", {}, say("changes_told", { before: percent(found.overlap.before), now: percent(found.overlap.now) }), " ", make("a", { href: path("checks", one.previous) }, say("earlier_version"))),
    make("div", { class: "thirds" }, ["mended", "remaining", "new", "excused"].filter((part) => part !== "excused" || found[part].length).map((part) => make("details", { class: part, open: found[part].length > 0 && found[part].length < 4 },
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
  const accept = async (at, reason, expires) => {
    await api("POST", "/baseline", { check: id, match: at, reason, expires: expires || null });
    tell(say("accepted", { number: at + 1 }), { passing: true });
    await show(at + 1);
  };
  const consequence = async (at) => {
    const found = await api("POST", "/baseline/preview", { check: id, match: at, reason: "-" });
    return say(found.letters ? "accept_counts" : "accept_nothing", { count: number(found.letters), before: percent(found.before), now: percent(found.overlap) });
  };
  const remark = async (at, text) => { await api("POST", `${address}/comments`, { text, match: at }); await comments(); };
  const frame = framed(by("report"), { accept: may("baseline:write") ? accept : null, consequence, remark });
  // What was typed and not added yet goes with it: nothing that somebody wrote is lost by a click.
  const review = (state, note) => async () => {
    const typed = by("comment").elements.text, unsent = frame.unsent();
    const more = unsent.length ? say("unsent_told", { numbers: unsent.map((one) => one.number + 1).join(say("mark_list")) }) : "";
    const said = note ? await ask([say("return"), more].filter(Boolean).join(say("mark_colon")), { field: note, text: typed.value.trim(), yes: say("return") }) : typed.value.trim();
    if (said === null) return;
    for (const one of unsent) await api("POST", `${address}/comments`, { text: one.text, match: one.number });
    await api("POST", `${address}/review`, { state, ...(said ? { comment: said } : {}) });
    typed.value = "";
    frame.sent();
    await around();
    tell(say(`${state}_told`), { passing: true });
  };
  // What is said about the report, around it.
  const around = async () => {
    const one = current = await api("GET", `${address}?lang=${language}`);
    by("name").textContent = one.name;
    document.title = `${one.name} · ${say("title")}`;
    showWaiting(one);
    showVerdict(one);
    by("tools").hidden = !FINAL.includes(one.state);
    const done = one.state === "done", mine = one.user === user;
    for (const part of ["as-docx", "forms", "print", "again", "send", "return", "approve"]) if (by(part)) by(part).hidden = !done;
    by("delete").hidden = !mine && !may("users:manage");
    if (!done) return;
    by("send").hidden = ["sent", "approved"].includes(one.review) || !mine;
    by("again").hidden = !mine;  // a new version is its writer's
    by("again").href = `/?previous=${encodeURIComponent(id)}`;
    for (const form of FORMS) if (by(`as-${form}`)) by(`as-${form}`).href = `/api/v1${address}/report.${form}?download=true&lang=${language}`;
    await comments();
  };
  const show = async (at = 0) => {
    await around();
    if (current.state !== "done") return;
    frame.show(`/api/v1${address}/report.html?lang=${language}`, current.report.matches, at);
    await showChanges(current);
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
  if (current.state !== "done") await comments();
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
