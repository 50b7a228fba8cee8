// The API, and the words of the pages.
export const told = JSON.parse(document.body.dataset.told);
const words = globalThis.simcheckWords;

export const FINAL = ["done", "failed", "cancelled"];
export const may = (permission) => told.may.includes(permission);

// A word by its key, its braces filled; a key that has no word stands for itself.
export const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[key] ?? key);
export const knows = (key) => key in words;

export const path = (...parts) => parts.map((part) => `/${part.split("/").map(encodeURIComponent).join("/")}`).join("");

const away = () => location.assign(`/login?to=${encodeURIComponent(location.pathname + location.search)}`);

// What a problem says to people: what is wrong and, where that is known in their language, why.
export const explained = (problem) => {
  const title = knows(`problem.${problem.code}`) ? say(`problem.${problem.code}`) : problem.title ?? problem.code;
  const reason = problem.reason && knows(`error.${problem.reason}`) ? say(`error.${problem.reason}`) : problem.detail;
  const again = problem.retry_after > 90 ? say("try_minutes", { count: Math.ceil(problem.retry_after / 60) }) : problem.code === "too_many" && problem.retry_after ? say("try_seconds", { count: problem.retry_after }) : "";
  return `${title}${reason ? `${say("mark_colon")}${reason}` : ""}${again ? `${say("mark_comma")}${again}` : ""}`;
};

const headers = () => ({ "accept-language": told.language, ...(told.csrf ? { "x-csrf-token": told.csrf } : {}) });

const answered = (status, text) => {
  if (status === 204) return null;
  let said;
  try { said = JSON.parse(text); } catch { throw new Error(say("no_answer")); }
  if (status < 400) return said;
  if (said.code === "unauthorized" && told.user) away();
  throw new Error(explained(said));
};

export const api = async (method, address, body) => {
  let answer;
  try {
    answer = await fetch(`/api/v1${address}`, {
      method, credentials: "same-origin",
      headers: { ...headers(), ...(body === undefined ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch { throw new Error(say("no_answer")); }
  return answered(answer.status, await answer.text());
};

// Sends a form with files; `progress` hears what share of it has been sent.
export const send = (address, form, progress = () => {}) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open("POST", `/api/v1${address}`);
  for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) progress(event.loaded / event.total); });
  request.addEventListener("load", () => { try { resolve(answered(request.status, request.responseText)); } catch (error) { reject(error); } });
  request.addEventListener("error", () => reject(new Error(say("no_answer"))));
  request.send(form);
});
