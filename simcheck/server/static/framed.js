// The report in its frame, with what an office does to a passage put in at the passage: accept it, comment on it.
// The report's own policy lets no foreign style or script in: what is added is made by this page, node by node.
import { say } from "./api.js";
import { button, complain, guarded, make, moment } from "./dom.js";

const STYLE = `
.top .head, .decision, .notes .why { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
.office { margin-top: .6rem; padding-top: .5rem; border-top: 1px solid var(--line); cursor: auto; font-size: .85rem; }
.office form { display: grid; gap: .4rem; margin-top: .5rem; }
.office label { display: grid; gap: .15rem; }
.office input, .office textarea { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: 4px; padding: .25rem .5rem; width: 100%; }
.office input[type=date] { width: auto; justify-self: start; }
.office .buttons { display: flex; flex-wrap: wrap; gap: .5rem; }
.office .said { margin: .4rem 0 0; padding-left: .6rem; border-left: 3px solid var(--line); overflow-wrap: anywhere; white-space: pre-wrap; }
.office .counts { font-weight: 600; }
.office .said b { font-weight: 600; }
@media print { .office .buttons, .office form { display: none; } }
`;

const nextYear = () => { const day = new Date(); day.setFullYear(day.getFullYear() + 1); return day.toISOString().slice(0, 10); };

export const framed = (frame, { accept, consequence, remark }) => {
  let matches = [], said = [], held = [];
  const inside = () => frame.contentDocument;
  const asked = (label, fields, action) => {
    const form = make("form", {}, fields, make("div", { class: "buttons" }, make("button", { class: "go" }, label), make("button", { type: "button", click: () => { form.remove(); } }, say("cancel_plain"))));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const go = form.querySelector(".go");
      go.disabled = true;
      await guarded(async () => { await action(new FormData(form)); form.remove(); })();
      go.disabled = false;
    });
    return form;
  };
  const open = (office, form) => { office.querySelector("form")?.remove(); office.append(form); form.querySelector("input, textarea").focus(); };
  const accepting = (number) => asked(say("accept"), [
    make("p", {}, say("accept_hint")), counted(number),
    make("label", {}, say("reason"), make("input", { name: "reason", required: true, maxlength: "1000" })),
    make("label", {}, say("expires"), make("input", { name: "expires", type: "date", value: nextYear() }))],
  (given) => accept(number, given.get("reason"), given.get("expires")));
  // How much would not count any more is told before it is done.
  const counted = (number) => {
    const told = make("p", { class: "counts", role: "status" });
    guarded(async () => { told.textContent = await consequence(number); })();
    return told;
  };
  const unsent = () => [...inside()?.querySelectorAll(".office textarea") ?? []].filter((one) => one.value.trim())
    .map((one) => ({ number: Number(one.closest("[data-match]").dataset.match) - 1, text: one.value.trim() }));
  const remarking = (number, text = "") => asked(say("add"), [
    make("label", {}, say("comment_on", { number: number + 1 }), make("textarea", { name: "text", rows: "2", required: true, maxlength: "4000" }, text))],
  (given) => remark(number, given.get("text")));
  const dress = () => {
    const style = new frame.contentWindow.CSSStyleSheet();
    style.replaceSync(STYLE);
    inside().adoptedStyleSheets = [style];
    for (const card of inside().querySelectorAll(".card[data-match]")) {
      const number = Number(card.dataset.match) - 1;
      const office = make("div", { class: "office" });
      // The report moves to a passage by clicks and keys; these are none of its business.
      for (const kind of ["click", "keydown"]) office.addEventListener(kind, (event) => event.stopPropagation());
      office.append(make("div", { class: "buttons" },
        accept && matches[number] && !matches[number].ignored ? button(say("accept"), () => open(office, accepting(number)), "") : null,
        button(say("comment_here"), () => open(office, remarking(number)), "")));
      office.querySelectorAll("button").forEach((one) => one.setAttribute("aria-describedby", `h${number + 1}`));
      card.append(office);
    }
    for (const one of held) inside().querySelector(`#s${one.number + 1} .office`)?.append(remarking(one.number, one.text));
    held = [];
    repeat();
  };
  const repeat = () => {
    for (const old of inside()?.querySelectorAll(".office .said") ?? []) old.remove();
    for (const one of said.filter((each) => each.match !== null)) {
      const office = inside()?.querySelector(`#s${one.match + 1} .office`);
      office?.querySelector(".buttons").before(make("p", { class: "said" }, make("b", {}, one.user_name), ` ${moment(one.created)}\n${one.text}`));
    }
  };
  frame.addEventListener("load", () => { if (frame.getAttribute("src")) { try { dress(); } catch (error) { complain(error.message); } } });
  // On paper the frame is as high as its report.
  matchMedia("print").addEventListener("change", (event) => { frame.style.height = event.matches && inside() ? `${inside().documentElement.scrollHeight}px` : ""; });
  return {
    show(address, found, at = 0) {
      matches = found;
      held = unsent();
      frame.hidden = false;
      const fresh = `${address}&at=${Date.now()}${at ? `#s${at}` : ""}`;
      if (frame.getAttribute("src")) frame.contentWindow.location.replace(fresh); else frame.setAttribute("src", fresh);
    },
    remark(comments) { said = comments; repeat(); },
    // Comments that were typed and not added, and that they are added now.
    unsent,
    sent() { for (const one of inside()?.querySelectorAll(".office textarea") ?? []) one.closest("form").remove(); },
    print() { frame.contentWindow.print(); },
  };
};
