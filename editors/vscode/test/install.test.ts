import assert from "node:assert/strict";
import { test } from "node:test";
import { Host, install, pipArguments, pythonOf } from "../src/install";
import type { Command } from "../src/settings";

const server = (command: string, ...args: string[]): Command => ({ command, args });

/** An editor that writes down what it is asked for. */
function host(wheel: string | undefined, code: number | undefined): Host & { done: string[] } {
  const done: string[] = [];
  return {
    done,
    chosen: async () => wheel,
    run: async (command) => (done.push([command.command, ...command.args].join(" ")), code),
    restart: async () => void done.push("restart"),
    tell: (line) => void done.push(line),
  };
}

test("the Python is that of the setting", () => {
  const none = () => false;
  assert.deepEqual(pythonOf(server("/稿/.venv/bin/python3", "-m", "simcheck", "lsp"), "linux", none), server("/稿/.venv/bin/python3"));
  assert.deepEqual(pythonOf(server("py", "-3.12", "-m", "simcheck", "lsp"), "win32", none), server("py", "-3.12"));
  assert.deepEqual(pythonOf(server("C:\\Python\\python.exe", "-I", "-m", "simcheck", "lsp"), "win32", none), server("C:\\Python\\python.exe", "-I"));
});

test("the Python stands beside the program, or is the first one on the path", () => {
  const venv = (path: string) => ["/稿/.venv/bin/python", "D:\\venv\\Scripts\\python.exe"].includes(path);
  assert.deepEqual(pythonOf(server("/稿/.venv/bin/simcheck", "lsp"), "linux", venv), server("/稿/.venv/bin/python"));
  assert.deepEqual(pythonOf(server("D:\\venv\\Scripts\\simcheck.exe", "lsp"), "win32", venv), server("D:\\venv\\Scripts\\python.exe"));
  assert.deepEqual(pythonOf(server("/usr/local/bin/simcheck", "lsp"), "linux", venv), server("python3"));
  assert.deepEqual(pythonOf(server("simcheck", "lsp"), "linux", () => true), server("python3"));
  assert.deepEqual(pythonOf(server("simcheck", "lsp"), "win32", () => true), server("py"));
});

test("the server starts again once it is installed, and not before", async () => {
  const one = host("/下载/simcheck-1.whl", 0);
  await install(one, server("/稿/bin/python", "-m", "simcheck", "lsp"), "linux", () => false);
  assert.deepEqual(one.done, ["/稿/bin/python -m pip install --upgrade /下载/simcheck-1.whl[lsp,documents]", "restart"]);
});

test("what could not be installed is told, and nothing starts", async () => {
  for (const code of [1, undefined]) {
    const one = host("/下载/simcheck-1.whl", code);
    await install(one, server("simcheck", "lsp"), "linux", () => false);
    assert.equal(one.done.length, 2);
    assert.match(one.done[1] ?? "", /python3 did not install it/);
  }
  const none = host(undefined, 0);
  await install(none, server("simcheck", "lsp"), "linux", () => false);
  assert.deepEqual(none.done, []);
});

test("a wheel is installed with what the server needs", () => {
  assert.deepEqual(pipArguments("/下载/simcheck-1.whl"), ["-m", "pip", "install", "--upgrade", "/下载/simcheck-1.whl[lsp,documents]"]);
});
