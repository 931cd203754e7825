/** The library of the language client, bundled apart (dist/languageClientLibrary.cjs): Markdown without requests loads none of it. */
export { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
