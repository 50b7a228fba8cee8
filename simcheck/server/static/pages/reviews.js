import { api, say } from "../api.js";
import { checkTable } from "../checks.js";
import { by, fill, onClick } from "../dom.js";

const MOST = 50;

export default async () => {
  const all = [];
  const more = async () => {
    const before = all.length ? `&before=${Date.parse(all[all.length - 1].created) / 1000}` : "";
    const { checks } = await api("GET", `/checks?mine=false&most=${MOST}${before}`);
    all.push(...checks.filter((one) => !all.some((other) => other.id === one.id)));
    fill("all-checks", checkTable(say("all_checks"), all, { writer: true, empty: say("no_checks") }));
    by("more").hidden = checks.length < MOST;
  };
  onClick("more", more);
  const { checks } = await api("GET", "/checks?mine=false&review=sent&most=500");
  fill("to-review", checkTable(say("to_review"), checks, { writer: true, empty: say("none_to_review") }));
  await more();
};
