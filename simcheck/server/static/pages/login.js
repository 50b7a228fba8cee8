import { api } from "../api.js";
import { onSubmit } from "../dom.js";

// Only an address of this site is gone to.
const wanted = () => {
  const to = new URL(new URLSearchParams(location.search).get("to") ?? "/", location.origin);
  return to.origin === location.origin ? to.href : "/";  // whole: a path may begin with //
};

export default () => onSubmit("log-in", async (form) => {
  await api("POST", "/session", { name: form.get("name").trim(), password: form.get("password") });
  location.assign(wanted());
});
