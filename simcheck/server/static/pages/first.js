import { api, say } from "../api.js";
import { by, complain, onSubmit } from "../dom.js";

// Whose link it is, and whether it is good, is told before a password is thought up.
export default async () => {
  const code = location.hash.slice(1);
  try {
    if (!code) throw new Error(say("no_code"));
    const owner = await api("POST", "/session/link", { code });
    by("first").elements.name.value = owner.name;
    by("whose").textContent = owner.display ? `${say("mark_comma")}${owner.display}` : "";
    by("first").hidden = false;
    by("first").elements.password.focus();
  } catch (error) {
    complain(error.message);
    by("hint").hidden = true;
    return;
  }
  onSubmit("first", async (form) => {
    await api("POST", "/session/first", { code, password: form.get("password") });
    location.replace("/");
  });
};
