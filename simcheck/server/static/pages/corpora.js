import { api, path, say } from "../api.js";
import { corpusName, fill, make, number, onSubmit, table } from "../dom.js";

export default async () => {
  const show = async () => {
    const { corpora } = await api("GET", "/corpora");
    fill("corpora-list", table(say("corpora"), [say("name"), say("documents"), say("open_head"), say("right")], corpora.map((one) => [
      one.right === "check" ? corpusName(one) : make("a", { href: path("corpora", one.name) }, corpusName(one)),
      number(one.documents ?? 0), say(one.open ? "open" : "closed"), say(`right_${one.right}`)])));
  };
  onSubmit("new-corpus", async (form, element) => {
    await api("POST", "/corpora", { name: form.get("name").trim(), title: form.get("title").trim(), open: form.get("open") !== null });
    element.reset();
    await show();
  });
  await show();
};
