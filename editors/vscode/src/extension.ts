// The extension: starts `simcheck lsp` and shows what it says. All knowledge of texts is in the server.

import * as os from "node:os";
import * as vscode from "vscode";
import { ExecuteCommandRequest, LanguageClient, Middleware } from "vscode-languageclient/node";
import { forServer, notStarted, serverCommand } from "./settings";

const ACCEPT = "simcheck.accept";
const SCHEME = "simcheck";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent: sourceText }),
    vscode.commands.registerCommand("simcheck.checkNow", checkNow),
    vscode.commands.registerCommand("simcheck.restart", restart),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function start(): Promise<void> {
  const section = vscode.workspace.getConfiguration("simcheck");
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const command = serverCommand(section.get<string[]>("command") ?? [], os.homedir(), folder);
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
