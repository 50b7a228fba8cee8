// The pages, filled through the API. Whatever comes from people is put in as text, never as HTML.
"use strict";
const told = JSON.parse(document.getElementById("told").textContent);
const say = (key) => told.words[key] ?? key;
const by = (id) => document.getElementById(id);
const may = (permission) => told.may.includes(permission);
const FINAL = ["done", "failed", "cancelled"];

const make = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "click") made.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
};

const complain = (message) => { by("status").textContent = ""; by("alert").textContent = message; };
const tell = (message) => { by("alert").textContent = ""; by("status").textContent = message; };

const api = async (method, path, body) => {
  const headers = { "accept-language": told.language };
  if (told.csrf) headers["x-csrf-token"] = told.csrf;
  if (body !== undefined && !(body instanceof FormData)) { headers["content-type"] = "application/json"; body = JSON.stringify(body); }
  const answer = await fetch(`/api/v1${path}`, { method, headers, body, credentials: "same-origin" });
  if (answer.status === 204) return null;
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail ? `${said.title}：${said.detail}` : said.title);
  return said;
};

// What fails is told where a screen reader hears it; a form is locked while it is at work.
const guarded = (action) => async (...given) => { try { return await action(...given); } catch (error) { complain(error.message); return undefined; } };
const onSubmit = (id, action) => {
  by(id)?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button:not([type=button])");
    button.disabled = true;
    tell(say("busy"));
    const done = await guarded(async () => { await action(new FormData(event.target), event.target); return true; })();
    if (done && by("status").textContent === say("busy")) tell("");
    button.disabled = false;
  });
};
const onClick = (id, action) => by(id)?.addEventListener("click", guarded(action));

const table = (heads, rows) => rows.length
  ? make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": heads[0] }, make("table", {},
      make("thead", {}, make("tr", {}, ...heads.map((head) => head ? make("th", { scope: "col" }, head) : make("td")))),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell ?? "")))))))
  : make("p", {}, say("empty"));
const fill = (id, ...children) => by(id).replaceChildren(...children);
const percent = (share) => share === null || share === undefined ? "" : `${(100 * share).toFixed(1)}%`;
const moment = (text) => text ? new Date(text).toLocaleString(told.language === "zh" ? "zh-CN" : "en") : "";
const removed = (path, then) => make("button", { type: "button", class: "plain", click: guarded(async () => {
  if (confirm(say("sure"))) { await api("DELETE", path); await then(); } }) }, say("delete"));

const checkTable = (checks) => table([say("name"), say("state"), say("overlap"), say("decision"), say("created")], checks.map((one) => [
  make("a", { href: `/checks/${one.id}` }, one.name),
  make("span", { class: one.state }, one.review ? `${say(one.state)} · ${say(one.review)}` : say(one.state)),
  percent(one.overlap), one.decision && make("span", { class: one.decision }, say(one.decision)), moment(one.created)]));

const dropping = (form) => {
  const drop = by("drop"), input = form.querySelector("input[type=file]");
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); input.files = event.dataTransfer.files; });
};

const PAGES = {
  login() { onSubmit("log-in", async (form) => { await api("POST", "/session", Object.fromEntries(form)); location.assign("/"); }); },
  first() { onSubmit("first", async (form) => {
    await api("POST", "/session/first", { code: location.hash.slice(1), password: form.get("password") }); location.assign("/"); }); },

  async home() {
    const show = async () => {
      const { checks } = await api("GET", "/checks");
      fill("checks", checkTable(checks));
      const choice = document.querySelector("[name=previous]");
      for (const one of checks.filter((each) => each.state === "done")) choice.append(make("option", { value: one.id }, `${one.name} · ${moment(one.created)}`));
      if (may("checks:all")) {
        fill("to-review", checkTable((await api("GET", "/checks?mine=false&review=sent")).checks));
        fill("all-checks", checkTable((await api("GET", "/checks?mine=false")).checks));
      }
    };
    const { corpora } = await api("GET", "/corpora");
    corpora.forEach((one, at) => by("corpora").append(make("label", {}, make("input", { type: "checkbox", name: "corpora", value: one.name,
      checked: one.name === "default" || (at === 0 && !corpora.some((each) => each.name === "default")) }), `${one.title || one.name}（${one.documents ?? "?"}）`)));
    dropping(by("check"));
    onSubmit("check", async (form) => {
      const body = new FormData();
      for (const file of form.getAll("file")) if (file.size) body.append("file", file, file.name);
      if (form.get("text").trim()) body.append("text", form.get("text"));
      for (const name of form.getAll("corpora")) body.append("corpora", name);
      if (form.get("max_overlap").trim()) body.append("limits", JSON.stringify({ max_overlap: form.get("max_overlap").trim() }));
      if (form.get("previous")) body.append("previous", form.get("previous"));
      body.append("wait", "false");
      const made = await api("POST", "/checks", body);
      location.assign(made.batch && made.checks ? `/batches/${made.batch}` : `/checks/${made.id}`);
    });
    await show();
  },

  async batch() {
    const show = async () => {
      const { checks } = await api("GET", `/checks?batch=${encodeURIComponent(told.id)}&mine=${!may("checks:all")}&most=500`);
      fill("checks", checkTable(checks));
      const left = checks.filter((one) => !FINAL.includes(one.state)).length;
      tell(`${say("done")} ${checks.length - left} / ${checks.length}`);
      if (left) setTimeout(guarded(show), 1000);
    };
    await show();
  },

  async check() {
    const path = `/checks/${encodeURIComponent(told.id)}`;
    const comments = async () => fill("comments", ...(await api("GET", `${path}/comments`)).comments.map((one) => make("p", {}, make("strong", {}, one.user), `：${one.text}`)));
    const review = (state) => async () => { await api("POST", `${path}/review`, { state }); tell(say(state)); };
    const changes = async () => {
      const found = await api("GET", `${path}/changes`);
      by("changes").hidden = false;
      fill("changed", make("p", {}, `${say("overlap")} ${percent(found.overlap.before)} → ${percent(found.overlap.now)}`),
        ...["mended", "remaining", "new"].map((part) => make("details", {}, make("summary", {}, `${say(part)} ${found[part].length}`),
          ...found[part].map((one) => make("blockquote", {}, one.text)))));
    };
    const accepting = (number) => {
      const form = make("form", { class: "row" },
        make("label", {}, say("reason"), make("input", { name: "reason", required: true, maxlength: "1000" })),
        make("label", {}, say("expires"), make("input", { name: "expires", type: "date" })), make("button", {}, say("accept")));
      form.addEventListener("submit", (event) => { event.preventDefault(); guarded(async () => {
        const given = new FormData(form);
        await api("POST", "/baseline", { check: told.id, match: number, reason: given.get("reason"), expires: given.get("expires") || null });
        tell(say("accepted")); await show(); })(); });
      return make("details", {}, make("summary", {}, say("accept")), form);
    };
    const show = async () => {
      const one = await api("GET", path);
      by("name").textContent = one.name;
      document.title = `${one.name} · ${say("title")}`;
      by("cancel").hidden = FINAL.includes(one.state);
      by("tools").hidden = !FINAL.includes(one.state);
      if (one.state !== "done") {
        for (const form of ["docx", "html", "csv"]) by(`as-${form}`).hidden = true;
        fill("progress", make("span", { class: one.state }, say(one.state)), one.problem ? `：${one.problem.detail || one.problem.code}` : "");
        return;
      }
      fill("progress", make("strong", { class: one.decision }, say(one.decision)), ` ${say("overlap")} ${percent(one.overlap)}`, one.review ? ` · ${say(one.review)}` : "");
      for (const form of ["docx", "html", "csv"]) { by(`as-${form}`).hidden = false; by(`as-${form}`).href = `/api/v1${path}/report.${form}?download=true&lang=${told.language}`; }
      by("report").hidden = false;
      by("report").src = `/api/v1${path}/report.html?lang=${told.language}`;
      by("match-part").hidden = false;
      fill("matches", ...one.report.matches.map((match, at) => make("article", {},
        make("p", {}, make("strong", {}, `${at + 1} ${say(match.kind)}`), match.ignored ? ` · ${say(match.ignored)}` : "", match.note ? ` · ${match.note}` : "", ` · ${say("source")} ${match.source.document_id}`),
        make("blockquote", {}, match.draft.text), may("baseline:write") && !match.ignored ? accepting(at) : null)));
      if (one.previous) await changes();
    };
    onSubmit("comment", async (form, element) => { await api("POST", `${path}/comments`, { text: form.get("text") }); element.reset(); await comments(); });
    onClick("cancel", async () => { await api("DELETE", path); await show(); });
    onClick("delete", async () => { if (confirm(say("sure"))) { await api("DELETE", path); location.assign("/"); } });
    onClick("send", review("sent")); onClick("return", review("returned")); onClick("approve", review("approved"));
    await show();
    await comments();
    const events = new EventSource(`/api/v1${path}/events`);
    const heard = (event) => {
      const now = JSON.parse(event.data);
      if (FINAL.includes(now.state)) { events.close(); tell(say(now.state)); guarded(show)(); return; }
      tell(now.position ? `${say("position")} ${now.position}` : `${say(now.state)}${now.stage ? `：${say(now.stage)}` : ""}`);
    };
    for (const state of ["queued", "running", ...FINAL]) events.addEventListener(state, heard);
  },

  async corpora() {
    const show = async () => fill("corpora-list", table([say("name"), say("documents"), ""], (await api("GET", "/corpora")).corpora.map((one) => [
      one.right === "check" ? one.title || one.name : make("a", { href: `/corpora/${encodeURIComponent(one.name)}` }, one.title || one.name), String(one.documents ?? ""), one.open ? say("open") : say("closed")])));
    onSubmit("new-corpus", async (form, element) => { await api("POST", "/corpora", { name: form.get("name"), open: form.get("open") !== null }); element.reset(); await show(); });
    await show();
  },

  async corpus() {
    const path = `/corpora/${encodeURIComponent(told.id)}`;
    const each = (id) => id.split("/").map(encodeURIComponent).join("/");
    const statistics = async () => {
      const found = await api("GET", path);
      fill("statistics", make("p", {}, `${say("documents")} ${found.documents} · ${say("sentences")} ${found.sentences} · ${say("characters")} ${found.characters}`),
        make("details", {}, make("summary", {}, `${say("versions")} ${Object.keys(found.versions).length}`), ...Object.entries(found.versions).map(([one, other]) => make("p", {}, `${one} ≈ ${other}`))));
    };
    const show = async () => {
      const query = new URLSearchParams([...new FormData(by("filter"))].filter(([, value]) => value));
      const found = await api("GET", `${path}/documents?${query}`);
      fill("documents", make("p", {}, String(found.found)), table([say("name"), say("characters"), say("author"), say("date"), say("class"), say("department"), ""],
        found.documents.map((one) => [one.title ? `${one.id}（${one.title}）` : one.id, String(one.characters), one.author, one.date, one.class, one.department,
          may("corpora:write") ? removed(`${path}/documents/${each(one.id)}`, show) : ""])));
    };
    if (by("upload")) {
      dropping(by("upload"));
      onSubmit("upload", async (form, element) => {
        const body = new FormData();
        for (const file of [...form.getAll("file"), ...form.getAll("folder")]) if (file.size) body.append("file", file, file.webkitRelativePath || file.name);
        for (const name of ["class", "department", "date"]) if (form.get(name)) body.append(name, form.get(name));
        const done = await api("POST", `${path}/documents`, body);
        element.reset();
        fill("told-upload", make("p", {}, `${say("added")} ${done.added.length + done.replaced.length}`), ...done.refused.map((one) => make("p", { class: "failed" }, `${say("failed_files")}：${one.name}：${one.detail}`)));
        await show(); await statistics();
      });
    }
    onSubmit("filter", show);
    onClick("show-phrases", async () => fill("phrases", table([say("phrases"), say("documents")], (await api("GET", `${path}/phrases`)).phrases.map((one) => [one.text, String(one.documents)]))));
    await show(); await statistics();
  },

  search() {
    onSubmit("search", async (form) => {
      const { results } = await api("GET", `/search?q=${encodeURIComponent(form.get("q"))}`);
      fill("results", ...(results.length ? results.map((one) => make("article", {}, make("blockquote", {}, one.text),
        make("p", {}, `${one.document}${one.author ? ` · ${one.author}` : ""}${one.date ? ` · ${one.date}` : ""} · ${one.words ? say("same_words") : percent(one.score)}`))) : [make("p", {}, say("empty"))]));
    });
  },

  async admin() {
    let last = null;
    const rows = [];
    const audit = async () => {
      const { lines } = await api("GET", `/audit${last ? `?before=${last}` : ""}`);
      if (lines.length) last = lines.at(-1).id;
      rows.push(...lines.map((one) => [moment(one.at), one.user, one.action, one.object, one.outcome]));
      fill("audit", table([say("created"), say("user"), say("action"), say("object"), say("outcome")], rows));
    };
    const show = async () => fill("users", table([say("user_name"), say("role"), ""], (await api("GET", "/users")).users.map((one) => [one.name, say(one.role), make("span", {},
      make("button", { type: "button", class: "plain", click: guarded(async () => { by("link").textContent = `${say("link")}：${(await api("POST", `/users/${one.id}/link`)).link}`; }) }, say("link")),
      make("button", { type: "button", class: "plain", click: guarded(async () => { await api("PATCH", `/users/${one.id}`, { disabled: !one.disabled }); await show(); }) }, say(one.disabled ? "enable" : "disable")),
      one.id === told.user ? null : removed(`/users/${one.id}`, show))])));
    onSubmit("new-user", async (form, element) => { by("link").textContent = `${say("link")}：${(await api("POST", "/users", Object.fromEntries(form))).link}`; element.reset(); await show(); });
    onClick("more", audit);
    await show(); await audit();
  },

  async account() {
    const show = async () => fill("tokens", table([say("name"), say("scopes"), say("expires"), ""], (await api("GET", "/tokens")).tokens.map((one) => [one.name, one.scopes.join(" "), moment(one.expires), removed(`/tokens/${one.id}`, show)])));
    for (const one of told.may) by("scopes").append(make("label", {}, make("input", { type: "checkbox", name: "scopes", value: one, checked: one.startsWith("checks:") && one !== "checks:all" }), one));
    onSubmit("new-token", async (form, element) => {
      const made = await api("POST", "/tokens", { name: form.get("name"), days: Number(form.get("days")) || null, scopes: form.getAll("scopes") });
      by("token").textContent = `${say("token_once")}${made.token}`; element.reset(); await show(); });
    onSubmit("password", async (form) => { await api("POST", "/me/password", Object.fromEntries(form)); location.assign("/login"); });
    await show();
  },
};

onClick("log-out", async () => { await api("DELETE", "/session"); location.assign("/login"); });
guarded(async () => PAGES[document.body.dataset.page]?.())();
