// Lists of checks.
import { FINAL, api, may, path, say, told } from "./api.js";
import { button, make, moment, percent, removal, table } from "./dom.js";

export const badge = (kind, text) => make("span", { class: `badge ${kind}` }, text);

// Where it is on its way through the office, and whether something was said about it.
export const reviewed = (one) => one.comments ? say("with_remarks", { state: say(one.review), count: one.comments }) : say(one.review);

const outcome = (one) => one.state === "done" ? badge(one.decision, say(one.decision)) : badge(one.state, say(one.state));

// `writer` shows who sent them in; `changed`, where given, is called when one was deleted;
// `batch` links each to the others that came with it.
export const checkTable = (label, checks, { writer = false, changed = null, batch = true, empty } = {}) => table(label,
  [say("draft"), say("decision"), say("overlap"), say("review"), ...(writer ? [say("by_user")] : []), say("created"), ...(changed ? [say("actions")] : [])],
  checks.map((one) => [
    make("span", {}, make("a", { href: path("checks", one.id) }, one.name), batch && one.batch && make("a", { class: "hint after", href: path("batches", one.batch) }, say("batch"))),
    outcome(one), percent(one.overlap), one.review && badge(one.review, reviewed(one)),
    ...(writer ? [one.user_name ?? ""] : []), moment(one.created),
    ...(changed ? [one.user !== told.user && !may("users:manage") ? "" : FINAL.includes(one.state)
      ? removal(say("sure", { name: one.name }), async () => { await api("DELETE", path("checks", one.id)); await changed(); })
      : button(say("cancel_plain"), async () => { await api("DELETE", path("checks", one.id)); await changed(); })] : [])]), empty);

export const under = (checks) => checks.filter((one) => !FINAL.includes(one.state)).length;
