import { api, say } from "../api.js";
import { complain, onSubmit } from "../dom.js";

export default () => {
  const code = location.hash.slice(1);
  if (!code) complain(say("no_code"));
  onSubmit("first", async (form) => {
    await api("POST", "/session/first", { code, password: form.get("password") });
    location.replace("/");
  });
};
