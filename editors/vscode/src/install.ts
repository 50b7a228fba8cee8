// Installing: into which Python the server goes, and what happens then. No import of vscode, so that it can be tested
// without an editor.

import type { Command } from "./settings";

/** What installing needs of the editor. */
export interface Host {
  /** The wheel that the user chooses. */
  chosen(): Promise<string | undefined>;
  /** Run a program in a terminal: its exit code, if it has one. */
  run(command: Command): Promise<number | undefined>;
  restart(): Promise<void>;
  tell(line: string): void;
}

/** Install a wheel that the user chooses into the Python of the server's command, and start the server from it. */
export async function install(host: Host, server: Command, platform: string, isFile: (path: string) => boolean): Promise<void> {
  const wheel = await host.chosen();
  if (wheel === undefined) {
    return;
  }
  const python = pythonOf(server, platform, isFile);
  const code = await host.run({ command: python.command, args: [...python.args, ...pipArguments(wheel)] });
  if (code === 0) {
    await host.restart();
  } else {
    host.tell(`simcheck: ${python.command} did not install it; the terminal says why. 没有装上，原因见终端。`);
  }
}

/** The Python that runs the server: the one that is named, the one beside the program, or the first one on the path. */
export function pythonOf(server: Command, platform: string, isFile: (path: string) => boolean): Command {
  const [, folder = "", name = ""] = /^(.*[\\/])?([^\\/]*)$/.exec(server.command) ?? [];
  if (/^(python[\d.]*|py)(\.exe)?$/i.test(name)) {
    const end = server.args.findIndex((one) => one.startsWith("-m") || !one.startsWith("-"));
    return { command: server.command, args: end < 0 ? [] : server.args.slice(0, end) };
  }
  const beside = ["python", "python3", "python.exe"].map((one) => folder + one).find((one) => folder !== "" && isFile(one));
  return { command: beside ?? (platform === "win32" ? "py" : "python3"), args: [] };
}

/** The arguments with which Python installs the server from a file that the user chose. */
export function pipArguments(wheel: string): string[] {
  return ["-m", "pip", "install", "--upgrade", `${wheel}[lsp,documents]`];
}
