import { api, may, path, say, send } from "../api.js";
import { ask, button, by, classChoices, corpusName, figures, fill, guarded, joined, make, number, onClick, onSubmit, percent, removal, table, tell } from "../dom.js";
import { dropping, parcels, size } from "../files.js";

const PAGE = 50;

// Bars of how many documents have each value, the most common first.
const shares = (head, documents, value, named = (key) => key) => {
  const counts = new Map();
  for (const one of documents) counts.set(value(one) || "", (counts.get(value(one) || "") ?? 0) + 1);
  const rows = [...counts].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0]));
  return make("div", {}, make("h3", {}, head), make("ul", { class: "bars" }, rows.slice(0, 8).map(([key, count]) =>
    make("li", {}, make("span", {}, key ? named(key) : say("unknown")), make("meter", { min: "0", max: String(documents.length), value: String(count), "aria-label": key ? named(key) : say("unknown") }), make("span", {}, number(count))))));
};

// What became of an upload, several requests taken together.
const PARTS = ["added", "replaced", "unchanged", "skipped", "similar", "renamed", "refused"];
const outcome = (all) => {
  const pairs = { skipped: "same_as", similar: "close_to", renamed: "saved_as" };
  const line = (part, one) => part === "refused" ? `${one.name}${say("mark_colon")}${one.code && say(`error.${one.code}`) !== `error.${one.code}` ? say(`error.${one.code}`) : one.detail}`
    : pairs[part] ? say(pairs[part], { name: one[0], other: one[1] }) : one;
  return PARTS.filter((part) => all[part].length).map((part) => make("details", { class: part, open: part === "refused" },
    make("summary", {}, say(`uploaded_${part}`, { count: number(all[part].length) })), make("ul", {}, all[part].slice(0, 500).map((one) => make("li", {}, line(part, one))))));
};

const uploading = (address, done) => {
  let files = [];
  const told = () => { by("chosen").textContent = files.length ? say("files_chosen", { count: number(files.length), size: size(files.reduce((sum, one) => sum + one.file.size, 0)) }) : ""; };
  dropping(by("drop"), (more) => { files.push(...more); told(); });
  onSubmit("upload", async (form, element) => {
    if (!files.length) throw new Error(say("nothing_given"));
    const all = Object.fromEntries(PARTS.map((part) => [part, []]));
    let sent = 0;
    const count = files.length;
    try {
      for (const parcel of parcels(files)) {
        const body = new FormData();
        for (const one of parcel) body.append("file", one.file, one.name);
        for (const name of ["class", "department", "date", "replace"]) if (form.get(name)) body.append(name, form.get(name).trim());
        tell(say("adding", { done: number(sent), all: number(count) }));
        try {
          const answer = await send(`${address}/documents`, body, (share) => tell(joined(say("adding", { done: number(sent), all: number(count) }), say("sending", { share: percent(share) }))));
          for (const part of PARTS) all[part].push(...answer[part] ?? []);
        } catch (error) {  // the others may be good
          if (count === 1) throw error;
          all.refused.push({ name: parcel.length === 1 ? parcel[0].name : `${parcel[0].name} … ${parcel[parcel.length - 1].name}`, detail: error.message });
        }
        sent += parcel.length;
      }
    } finally {
      files = [];
      told();
      element.reset();
    }
    fill("uploaded", outcome(all));
    tell("");
    await done();
  });
};

export default async (name) => {
  const address = path("corpora", name);
  const documentPath = (id) => path("corpora", name, "documents", id);
  const { corpora } = await api("GET", "/corpora");
  const corpus = corpora.find((one) => one.name === name);
  const writes = corpus?.right === "write" && may("corpora:write");
  let skip = 0, chosen = new Set();
  by("name").textContent = corpus ? corpusName(corpus) : name;
  classChoices();

  const statistics = async () => {
    const [about, { documents }] = await Promise.all([api("GET", address), api("GET", `${address}/documents?most=10000`)]);
    figures("figures", [[say("documents"), number(about.documents)], [say("sentences"), number(about.sentences)], [say("characters"), number(about.characters)]]);
    fill("shares", documents.length ? [shares(say("by_class"), documents, (one) => one.class, (key) => say(`class.${key}`)),
      shares(say("by_year"), documents, (one) => one.date?.slice(0, 4)), shares(say("by_department"), documents, (one) => one.department)] : []);
    const pairs = Object.entries(about.versions);
    fill("versions", pairs.length ? [make("p", { class: "hint" }, say("versions_hint")), table(say("versions"), [say("draft"), say("version_of"), ...(writes ? [say("actions")] : [])],
      pairs.map(([one, other]) => [make("a", { href: documentPath(one) }, one), make("a", { href: documentPath(other) }, other), ...(writes ? [gone(one)] : [])]))] : make("p", { class: "empty" }, say("no_versions")));
  };
  const gone = (id) => removal(say("sure_document", { name: id }), async () => { await api("DELETE", `${address}${path("documents", id)}`); await refresh(); });
  const refresh = async () => { chosen = new Set(); await show(); await statistics(); };

  const settle = () => {
    by("with-chosen").hidden = !chosen.size;
    fill("with-chosen", chosen.size ? [make("p", {}, say("with_chosen", { count: number(chosen.size) })), labelling(), removal(say("sure_many", { count: number(chosen.size) }), async () => {
      for (const id of chosen) await api("DELETE", `${address}${path("documents", id)}`);
      tell(say("deleted"));
      await refresh();
    }, say("delete_chosen"))] : []);
  };
  const labelling = () => {
    const form = make("form", { class: "row" },
      make("label", {}, say("class"), make("select", { name: "class" }, make("option", { value: "" }, say("unchanged_value")), ["peer", "authority", "own", "template"].map((one) => make("option", { value: one }, say(`class.${one}`))))),
      make("label", {}, say("department"), make("input", { name: "department", maxlength: "128", placeholder: say("unchanged_value") })), make("button", {}, say("set_labels")));
    onSubmit(form, async (given) => {
      const labels = Object.fromEntries([...given].filter(([, value]) => value.trim()));
      if (Object.keys(labels).length) for (const id of chosen) await api("PATCH", `${address}${path("documents", id)}`, labels);
      tell(say("saved"));
      await refresh();
    });
    return form;
  };
  const chooser = (id) => make("input", { type: "checkbox", "aria-label": `${say("choose")} ${id}`, change: (event) => { if (event.target.checked) chosen.add(id); else chosen.delete(id); settle(); } });
  const everyone = () => make("input", { type: "checkbox", "aria-label": say("choose_all"), change: (event) => {
    for (const box of by("documents").querySelectorAll("tbody input[type=checkbox]")) if (box.checked !== event.target.checked) box.click(); } });

  const show = async () => {
    const query = new URLSearchParams([...new FormData(by("filter"))].filter(([, value]) => value.trim()).map(([key, value]) => [key, value.trim()]));
    query.set("skip", skip);
    query.set("most", PAGE);
    const { documents, found } = await api("GET", `${address}/documents?${query}`);
    const to = (place) => async () => { skip = place; await show(); };
    fill("documents", make("p", { class: "hint" }, say("found", { count: number(found) })),
      table(say("documents"), [...(writes ? [everyone()] : []), say("name"), say("date"), say("class"), say("department"), say("author"), say("characters"), ...(writes ? [say("actions")] : [])],
        documents.map((one) => [...(writes ? [chooser(one.id)] : []),
          make("span", {}, make("a", { href: documentPath(one.id) }, one.id), one.title ? make("span", { class: "hint under" }, one.title) : null),
          one.date, one.class && say(`class.${one.class}`), one.department, one.author, number(one.characters), ...(writes ? [gone(one.id)] : [])]), say("no_documents")),
      found > PAGE ? make("nav", { class: "row", "aria-label": say("pages") },
        skip > 0 && button(say("previous_page"), to(skip - PAGE), ""), make("span", {}, say("page_of", { from: number(skip + 1), to: number(Math.min(skip + PAGE, found)) })),
        skip + PAGE < found && button(say("next_page"), to(skip + PAGE), "")) : null);
    chosen = new Set();
    settle();
  };

  const grants = async () => {
    const [{ users }, { grants: held }] = await Promise.all([api("GET", "/users"), api("GET", `${address}/grants`)]);
    fill("grants", table(say("grants"), [say("user"), say("role"), say("right")], users.filter((one) => one.role !== "administrator").map((one) => [
      joined(one.name, one.display), say(one.role),
      make("select", { "aria-label": `${say("right")} ${one.name}`, change: guarded(async (event) => {
        await api("PUT", `${address}/grants/${one.id}`, { right: event.target.value || null });
        tell(say("saved")); }) },
        ["", "check", "read", "write"].map((right) => make("option", { value: right, selected: right === (held.find((each) => each.user === one.id)?.right ?? "") }, say(`right_${right || "none"}`))))])));
  };

  if (by("upload") && writes) { by("upload-part").hidden = false; uploading(address, refresh); }
  onSubmit("filter", async () => { skip = 0; await show(); });
  onClick("show-phrases", async () => {
    const { phrases } = await api("GET", `${address}/phrases?most=200`);
    by("show-phrases").hidden = true;
    fill("phrases", table(say("phrases"), [say("phrase"), say("in_documents")], phrases.map((one) => [one.text, number(one.documents)])));
  });
  if (by("corpus-settings")) {
    by("corpus-settings").elements.title.value = corpus?.title ?? "";
    by("corpus-settings").elements.open.checked = corpus?.open ?? false;
    onSubmit("corpus-settings", async (form) => {
      await api("PATCH", address, { title: form.get("title").trim(), open: form.get("open") !== null });
      by("name").textContent = form.get("title").trim() || corpusName({ ...corpus, title: "" });
      tell(say("saved"));
    });
    onClick("delete-corpus", async () => {
      if (await ask(say("sure_corpus", { name: corpusName(corpus) }), { yes: say("delete_corpus"), bad: true }) === null) return;
      await api("DELETE", address);
      location.assign("/corpora");
    });
  }
  await show();
  await statistics();
  if (by("grants")) await grants();
};
