import assert from "node:assert/strict";
import { test } from "node:test";
import { figuresOf, forServer, listed, notStarted, serverCommand } from "../src/settings";

test("the server is not told of the extension's own settings, nor of what is not set", () => {
  const section = { corpus: "讲话库", command: ["simcheck"], trace: { server: "off" }, model: null, own: [], delay: 0 };
  assert.deepEqual(forServer(section), { corpus: "讲话库", own: [], delay: 0 });
  assert.deepEqual(forServer(undefined), {});
});

test("the command is the one that was set, or the one on the path", () => {
  assert.deepEqual(serverCommand([], "/home/li", undefined), { command: "simcheck", args: ["lsp"] });
  assert.deepEqual(serverCommand(["simcheck", "lsp"], "/home/li", "/稿"), { command: "simcheck", args: ["lsp"] });
  assert.equal(serverCommand(["~/venv/bin/simcheck", "lsp"], "/home/li", "/稿").command, "/home/li/venv/bin/simcheck");
  assert.equal(serverCommand([".venv/bin/simcheck", "lsp"], "/home/li", "/稿").command, "/稿/.venv/bin/simcheck");
  assert.equal(serverCommand([".venv/bin/simcheck"], "/home/li", undefined).command, ".venv/bin/simcheck");
  assert.equal(serverCommand(["C:\\simcheck.exe"], "C:\\li", "D:\\稿").command, "C:\\simcheck.exe");
  assert.deepEqual(serverCommand(["python", "-m", "simcheck", "lsp"], "/", "/").args, ["-m", "simcheck", "lsp"]);
});

test("a server that does not start says what to install", () => {
  const line = notStarted({ command: "simcheck", args: [] }, "ENOENT");
  assert.match(line, /ENOENT/);
  assert.match(line, /pip install 'simcheck\[lsp\]'/);
});

test("matches are listed by line, one line each, and only ours", () => {
  const at = (line: number, source: string, message: string) => ({ source, message, range: { start: { line } } });
  const found = listed([at(7, "simcheck", "逐字\n第二行"), at(2, "simcheck", "改写"), at(1, "cspell", "typo")]);
  assert.deepEqual(found, [{ line: 2, message: "改写" }, { line: 7, message: "逐字" }]);
});

test("the status bar shows the first of our lines, the others when one points at it", () => {
  const lens = (command: string, title: string) => ({ command: { command, title } });
  const lenses = [lens("git.blame", "李"), lens("simcheck.check", "重合 12%"), {}, lens("simcheck.check", "不通过"), lens("simcheck.check", "遗留 1")];
  assert.deepEqual(figuresOf(lenses), { text: "$(checklist) 重合 12%", tooltip: "不通过\n遗留 1" });
  assert.equal(figuresOf([lens("git.blame", "李")]), undefined);
});
