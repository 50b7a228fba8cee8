// Files that are dropped or chosen, those of folders with the names of their folders.
import { guarded } from "./dom.js";

const entriesOf = (folder) => new Promise((resolve, reject) => {
  const reader = folder.createReader(), all = [];
  const more = () => reader.readEntries((some) => { if (some.length) { all.push(...some); more(); } else resolve(all); }, reject);
  more();
});

const filesOf = async (entry, before = "") => {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file((file) => resolve({ file, name: before + file.name }), reject))];
  const inside = [];
  for (const one of await entriesOf(entry)) inside.push(...await filesOf(one, `${before}${entry.name}/`));
  return inside;
};

const dropped = async (transfer) => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, name: file.name }));
  return (await Promise.all(entries.map((entry) => filesOf(entry)))).flat();
};

// What the system itself puts into folders is no document.
const wanted = ({ file, name }) => file.size > 0 && !name.split("/").some((part) => part.startsWith(".") || part.startsWith("~$") || part === "Thumbs.db" || part === "desktop.ini");

// `take` gets [{file, name}] whenever files are dropped on `area` or chosen with one of its inputs.
export const dropping = (area, take) => {
  let depth = 0;
  const over = (change) => { depth += change; area.classList.toggle("over", depth > 0); };
  area.addEventListener("dragenter", (event) => { event.preventDefault(); over(1); });
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("dragleave", () => over(-1));
  area.addEventListener("drop", guarded(async (event) => {
    event.preventDefault();
    over(-depth);
    take((await dropped(event.dataTransfer)).filter(wanted));
  }));
  for (const input of area.querySelectorAll("input[type=file]")) input.addEventListener("change", () => {
    take([...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })).filter(wanted));
    input.value = "";
  });
};

// What fits into one request: at most so many files and bytes.
export const parcels = (files, most = 200, bytes = 20e6) => {
  const found = [];
  let held = Infinity;
  for (const one of files) {
    if (held + one.file.size > bytes || found[found.length - 1].length >= most) { found.push([]); held = 0; }
    found[found.length - 1].push(one);
    held += one.file.size;
  }
  return found;
};

export const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
