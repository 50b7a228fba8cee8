import { api, say, told } from "../api.js";
import { by, fill, onSubmit, secret } from "../dom.js";
import { scopeBoxes, tokenTable } from "../tokens.js";

export default async () => {
  const show = async () => fill("tokens", tokenTable(say("tokens"), (await api("GET", "/tokens")).tokens, show));
  by("scopes").append(...scopeBoxes(told.may));
  onSubmit("new-token", async (form, element) => {
    const made = await api("POST", "/tokens", { name: form.get("name").trim(), days: Number(form.get("days")), scopes: form.getAll("scopes") });
    secret("token", say("token_once"), made.token);
    element.reset();
    await show();
  });
  onSubmit("password", async (form) => {
    await api("POST", "/me/password", { old: form.get("old"), new: form.get("new") });
    sessionStorage.setItem("simcheck-told", "saved");
    location.assign("/login");
  });
  await show();
};
