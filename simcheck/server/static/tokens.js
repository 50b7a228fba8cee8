// Tokens of the API in a table.
import { api, path, say } from "./api.js";
import { make, moment, removal, table } from "./dom.js";

export const scopeWord = (scope) => say(`scope.${scope.replace(":", "_")}`);

export const tokenTable = (label, tokens, changed, { owner = false } = {}) => table(label,
  [say("token_for"), ...(owner ? [say("user")] : []), say("scopes"), say("expires_head"), say("last_used"), say("actions")],
  tokens.map((one) => [one.name, ...(owner ? [one.user ?? ""] : []), one.scopes.map(scopeWord).join(say("mark_list")), one.expires ? moment(one.expires) : say("for_good"), moment(one.last_used),
    removal(say("sure_token", { name: one.name }), async () => { await api("DELETE", path("tokens", one.id)); await changed(); }, say("void"))]), say("no_tokens"));
export const scopeBoxes = (scopes) => scopes.map((one) => make("label", { class: "inline" },
  make("input", { type: "checkbox", name: "scopes", value: one, checked: ["checks:read", "checks:write"].includes(one) }), scopeWord(one)));
