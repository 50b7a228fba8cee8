import { api, may, say } from "../api.js";
import { checkTable, under } from "../checks.js";
import { by, figures, fill, guarded, number } from "../dom.js";

export default async (batch) => {
  const show = async () => {
    const { checks } = await api("GET", `/checks?batch=${encodeURIComponent(batch)}&mine=${!may("checks:all")}&most=500`);
    const left = under(checks);
    const counted = (test) => number(checks.filter(test).length);
    by("told").textContent = say("batch_told", { all: checks.length, done: checks.length - left });
    figures("figures", [
      [say("passed_told"), counted((one) => one.decision === "pass")], [say("failed_told"), counted((one) => one.decision === "fail")],
      [say("unchecked_told"), counted((one) => ["failed", "cancelled"].includes(one.state))], left && [say("waiting_told"), number(left)]]);
    const order = [...checks].sort((one, other) => (other.overlap ?? -1) - (one.overlap ?? -1) || one.name.localeCompare(other.name));
    fill("checks", checkTable(say("batch"), order, { changed: show, batch: false, empty: say("no_checks") }));
    if (left) setTimeout(guarded(show), 1000);
  };
  await show();
};
