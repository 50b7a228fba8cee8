// What a line of the audit trail is about, in words.
import { knows, path, say } from "./api.js";
import { make } from "./dom.js";

const word = (key, values = {}) => say(`audit.${key}`, values);
const SEEN = ["check.read", "check.comment", "check.sent", "check.returned", "check.approved"];
const CUT = [[/^checks that are tried again: (\d+)$/, "cut_again"], [/^checks that failed: (\d+)$/, "cut_failed"], [/^upload that is to be sent again: (.+)$/, "cut_upload"]];

// "POST /corpora/{name}/documents" as what was to be done.
const refused = (asked) => {
  const [method, route] = asked.split(" "), area = `area_${(route ?? "").split("/").find(Boolean) ?? ""}`;
  return knows(`audit.${area}`) ? `${word(method.toLowerCase())}${say("mark_colon")}${word(area)}` : asked;
};
const changed = (what) => {
  const [key, value] = what.split("=");
  return key === "role" ? word("changed_role", { role: say(value) }) : word(value === undefined ? `changed_${key}` : `changed_${key}_${value}`);
};
const user = (one, rest) => [one.name ?? word("gone_user"), ...(one.action === "user.delete" ? [] : rest.map(changed))].join(say("mark_list"));
const cut = (line) => {
  for (const [pattern, key] of CUT) { const found = pattern.exec(line); if (found) return word(key, { count: found[1] }); }
  return line;
};

export const about = (one) => {
  const thing = one.object ?? "", parts = thing.split(" "), slash = thing.indexOf("/");
  const [area, what] = one.action.split(".");
  if (!thing) return "";
  if (one.action === "cut_off") return cut(thing);
  if (one.action === "refused") return refused(thing);
  if (thing === "openid") return word("openid");
  if (area === "user") return user(one, parts.slice(1));
  if (area === "token") return one.name ?? word("gone_token");
  if (area === "baseline") return one.name ? word("of_draft", { name: one.name }) : word("gone_baseline");
  if (area === "check") return !one.name ? word("gone_check") : SEEN.includes(one.action) ? make("a", { href: path("checks", thing) }, one.name) : one.name;
  if (one.action === "corpus.grant") return word("granted", { corpus: parts[0], user: one.name ?? word("gone_user"), right: say(`right_${parts[2] === "None" ? "none" : parts[2]}`) });
  if (one.action === "document.add") return word("added", { corpus: parts[0], count: parts[1] });
  if (area === "document") return word("document", { corpus: thing.slice(0, slash), name: thing.slice(slash + 1) });
  return what && area === "corpus" ? word("corpus", { corpus: thing }) : thing;
};
