// Settings: what of the editor's section is the server's, and which command starts it. No import of vscode, so that
// it can be tested without an editor.

/** Settings of the section that only the extension needs; the server would call them unknown. */
const OURS = ["command", "trace"];

/** What the server is told: the section without the extension's own settings and without what is not set. */
export function forServer(section: Record<string, unknown> | undefined): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(section ?? {})) {
    if (!OURS.includes(name) && value !== null && value !== undefined) {
      told[name] = value;
    }
  }
  return told;
}

export interface Command {
  command: string;
  args: string[];
}

/** The program and its arguments; `~` is the home folder, and a relative path with a slash is of the workspace. */
export function serverCommand(setting: readonly string[], home: string, workspace: string | undefined): Command {
  const [program = "simcheck", ...args] = setting.length > 0 ? setting : ["simcheck", "lsp"];
  return { command: located(program, home, workspace), args };
}

function located(program: string, home: string, workspace: string | undefined): string {
  if (program.startsWith("~/")) {
    return home + program.slice(1);
  }
  const relative = /[\\/]/.test(program) && !/^([\\/]|[A-Za-z]:)/.test(program);
  return relative && workspace !== undefined ? `${workspace}/${program}` : program;
}

/** A line for the user when the server did not start. */
export function notStarted(command: Command, reason: string): string {
  return (
    `simcheck: ${command.command} did not start (${reason}). ` +
    "Install it with pip install 'simcheck[lsp]', or name it in the setting simcheck.command."
  );
}

export interface Listed {
  line: number;
  message: string;
}

/** The matches of a draft as a list: by line, one line each. */
export function listed(found: readonly { source?: string; message: string; range: { start: { line: number } } }[]): Listed[] {
  return found
    .filter((one) => one.source === "simcheck")
    .map((one) => ({ line: one.range.start.line, message: one.message.split("\n", 1)[0] ?? "" }))
    .sort((one, other) => one.line - other.line);
}

export interface Figures {
  text: string;
  tooltip: string;
}

/** What the status bar shows: the first of the lines that stand above a draft, and the others when one points at it. */
export function figuresOf(lenses: readonly { command?: { command: string; title: string } }[]): Figures | undefined {
  const ours = lenses.flatMap((lens) => (lens.command?.command.startsWith("simcheck.") ? [lens.command.title] : []));
  return ours.length > 0 ? { text: `$(checklist) ${ours[0]}`, tooltip: ours.slice(1).join("\n") } : undefined;
}
