import { api, path, say } from "../api.js";
import { fill, make, removal, table, tell } from "../dom.js";

export default async () => {
  const today = new Date().toISOString().slice(0, 10);
  const show = async () => {
    const { entries } = await api("GET", "/baseline");
    fill("entries", table(say("accepted_list"), [say("accepted_text"), say("source"), say("reason"), say("accepted_by"), say("created"), say("expires_head"), say("actions")],
      [...entries].reverse().map((one) => [make("blockquote", {}, one.passage.join("")), one.source, one.reason, one.user_name ?? "", one.added,
        one.expires ? make("span", { class: one.expires < today ? "badge failed" : null }, one.expires < today ? `${one.expires} ${say("expired")}` : one.expires) : say("for_good"),
        removal(say("sure_withdraw"), async () => { await api("DELETE", path("baseline", one.id)); tell(say("withdrawn")); await show(); }, say("withdraw"))]), say("accepted_none")));
  };
  await show();
};
