import { api, knows, path, say, told } from "../api.js";
import { badge } from "../checks.js";
import { button, by, fill, guarded, joined, make, moment, onClick, onSubmit, removal, secret, table, tell } from "../dom.js";
import { tokenTable } from "../tokens.js";
import { about } from "../trail.js";

const ROLES = ["writer", "reviewer", "administrator"];
const actionWord = (action) => say(`action.${action.replaceAll(".", "_")}`);
const named = (action) => knows(`action.${action.replaceAll(".", "_")}`) ? actionWord(action) : action;
const ACTIONS = ["log_in", "log_out", "refused", "password.first", "password.change", "check.create", "check.read", "check.cancel", "check.delete", "check.comment", "check.sent", "check.returned", "check.approved",
  "corpus.create", "corpus.change", "corpus.delete", "corpus.grant", "document.add", "document.label", "document.delete", "baseline.add", "baseline.remove",
  "cut_off", "token.create", "token.delete", "user.create", "user.change", "user.delete", "user.link"];

export default async () => {
  const link = (user, address) => secret("link", say("link_told", { name: user.name }), address);
  const change = (user, values) => async () => { await api("PATCH", path("users", user.id), values); tell(say("saved")); await users(); };
  const users = async () => {
    const { users: all } = await api("GET", "/users");
    fill("users", table(say("users"), [say("user_name"), say("role"), say("state"), say("made"), say("actions")], all.map((one) => [
      joined(one.name, one.display),
      make("select", { "aria-label": `${say("role")} ${one.name}`, disabled: one.id === told.user, change: guarded(async (event) => { try { await change(one, { role: event.target.value })(); } catch (error) { await users(); throw error; } }) },
        ROLES.map((role) => make("option", { value: role, selected: role === one.role }, say(role)))),
      one.disabled ? badge("failed", say("disabled")) : one.has_password ? badge("pass", say("active")) : badge("queued", say("no_password")), moment(one.created),
      make("span", { class: "row tight" },
        button(say("link"), async () => link(one, (await api("POST", `${path("users", one.id)}/link`)).link)),
        one.id === told.user ? null : button(say(one.disabled ? "enable" : "disable"), change(one, { disabled: !one.disabled })),
        one.id === told.user ? null : removal(say("sure_user", { name: one.name }), async () => { await api("DELETE", path("users", one.id)); await users(); }))])));
  };
  let last = null, rows = [];
  const audit = async () => {
    const action = by("audit-action").value;
    const query = new URLSearchParams({ most: "50", ...(last ? { before: last } : {}), ...(action ? { action } : {}) });
    const { lines } = await api("GET", `/audit?${query}`);
    last = lines[lines.length - 1]?.id ?? last;
    rows.push(...lines.map((one) => [moment(one.at), one.user, named(one.action), about(one), one.outcome === "done" ? say("done") : knows(`problem.${one.outcome}`) ? say(`problem.${one.outcome}`) : one.outcome, one.address ?? ""]));
    fill("audit", table(say("audit"), [say("created"), say("user"), say("action"), say("object"), say("outcome"), say("address")], rows));
    by("more").hidden = lines.length < 50;
  };
  const tokens = async () => fill("tokens", tokenTable(say("all_tokens"), (await api("GET", "/tokens?mine=false")).tokens, tokens, { owner: true }));
  by("audit-action").append(...ACTIONS.map((one) => make("option", { value: one }, actionWord(one))));
  by("audit-action").addEventListener("change", guarded(async () => { last = null; rows = []; await audit(); }));
  onSubmit("new-user", async (form, element) => {
    const made = await api("POST", "/users", { name: form.get("name").trim(), display: form.get("display").trim(), role: form.get("role") });
    link(made, made.link);
    element.reset();
    await users();
  });
  onClick("more", audit);
  await users();
  await tokens();
  await audit();
};
