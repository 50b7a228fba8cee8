// The extension: starts `simcheck lsp` and shows what it says. All knowledge of texts is in the server.

import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import { ExecuteCommandRequest, LanguageClient, Middleware } from "vscode-languageclient/node";
import { install } from "./install";
import { Command, figuresOf, forServer, listed, notStarted, serverCommand } from "./settings";

const ACCEPT = "simcheck.accept";
const SCHEME = "simcheck";

let client: LanguageClient | undefined;
let figures: vscode.StatusBarItem;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  figures = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Right);
  figures.command = "simcheck.matches";
  context.subscriptions.push(
    figures,
    vscode.window.onDidChangeActiveTextEditor(showFigures),
    vscode.languages.onDidChangeDiagnostics(showFigures),
    vscode.workspace.onDidChangeConfiguration((change) =>
      change.affectsConfiguration("simcheck.command") ? restart() : undefined,
    ),
    vscode.commands.registerCommand("simcheck.matches", showMatches),
    vscode.commands.registerCommand("simcheck.addThisFile", addThisFile),
    vscode.commands.registerCommand("simcheck.install", installServer),
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent: sourceText }),
    vscode.commands.registerCommand("simcheck.checkNow", checkNow),
    vscode.commands.registerCommand("simcheck.restart", restart),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function configured(): Command {
  const section = vscode.workspace.getConfiguration("simcheck");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return serverCommand(section.get<string[]>("command") ?? [], os.homedir(), folder);
}

async function start(): Promise<void> {
  const command = configured();
  client = new LanguageClient("simcheck", "simcheck", command, {
    documentSelector: ["file", "untitled"].flatMap((scheme) =>
      ["plaintext", "markdown"].map((language) => ({ scheme, language })),
    ),
    initializationOptions: { virtual_documents: true },
    middleware,
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    void vscode.window.showErrorMessage(notStarted(command, String((error as Error).message ?? error)));
  }
}

async function restart(): Promise<void> {
  await client?.stop().catch(() => undefined); // one that crashed cannot be stopped, and is why to restart
  await start();
}

const middleware: Middleware = {
  workspace: {
    configuration: async (params, token, next) => {
      const answers = await next(params, token);
      return Array.isArray(answers) ? answers.map((answer) => forServer(answer)) : answers;
    },
  },
  executeCommand: async (command, args, next) => {
    if (command !== ACCEPT) {
      return next(command, args);
    }
    const prompt = "为什么可以保留这处重合？ Why may this match stay?";
    const reason = await vscode.window.showInputBox({ prompt });
    return reason ? next(command, [...args, reason]) : undefined;
  },
};

async function sourceText(uri: vscode.Uri): Promise<string> {
  const answer = await client?.sendRequest<{ text: string }>("workspace/textDocumentContent", { uri: uri.toString() });
  return answer?.text ?? "";
}

async function checkNow(): Promise<void> {
  if (client === undefined) {
    return start(); // checks what is open, or says again what is missing
  }
  const draft = vscode.window.activeTextEditor?.document.uri.toString();
  if (draft !== undefined) {
    await client.sendRequest(ExecuteCommandRequest.type, { command: "simcheck.check", arguments: [draft] });
  }
}

/** The figures in the status bar are those that stand above the draft. */
async function showFigures(): Promise<void> {
  const draft = vscode.window.activeTextEditor?.document;
  if (client === undefined || draft === undefined || !["plaintext", "markdown"].includes(draft.languageId)) {
    figures.hide();
    return;
  }
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", draft.uri, 9);
  const found = figuresOf(lenses ?? []);
  if (found === undefined || draft !== vscode.window.activeTextEditor?.document) {
    figures.hide();
    return;
  }
  figures.text = found.text;
  figures.tooltip = found.tooltip;
  figures.show();
}

async function showMatches(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return;
  }
  const found = listed(vscode.languages.getDiagnostics(editor.document.uri));
  const items = found.map((one) => ({ label: `${one.line + 1}`, description: one.message, line: one.line }));
  const chosen = await vscode.window.showQuickPick(items, { matchOnDescription: true });
  if (chosen !== undefined) {
    const place = new vscode.Position(chosen.line, 0);
    editor.selection = new vscode.Selection(place, place);
    editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenter);
  }
}

async function addThisFile(): Promise<void> {
  const draft = vscode.window.activeTextEditor?.document;
  if (client !== undefined && draft !== undefined && (await draft.save())) {
    const request = { command: "simcheck.addToCorpus", arguments: [draft.uri.toString()] };
    await client.sendRequest(ExecuteCommandRequest.type, request);
  }
}

function installServer(): Promise<void> {
  const host = {
    chosen: async () => (await vscode.window.showOpenDialog({ filters: { "simcheck-*.whl": ["whl"] } }))?.[0]?.fsPath,
    run: inTerminal,
    restart,
    tell: (line: string) => void vscode.window.showErrorMessage(line),
  };
  return install(host, configured(), process.platform, fs.existsSync);
}

/** Runs a program as a task, whose terminal shows what it says, and gives its exit code. */
async function inTerminal(command: Command): Promise<number | undefined> {
  const program = new vscode.ProcessExecution(command.command, command.args);
  const task = new vscode.Task({ type: "process" }, vscode.TaskScope.Workspace, "install", "simcheck", program);
  return new Promise((resolve, reject) => {
    const ended = vscode.tasks.onDidEndTaskProcess((one) => {
      if (one.execution.task.name === task.name && one.execution.task.source === task.source) {
        ended.dispose();
        resolve(one.exitCode);
      }
    });
    vscode.tasks.executeTask(task).then(undefined, (error) => (ended.dispose(), reject(error)));
  });
}
