/** What is used of VS Code's JSON library; a bundle of its own, loaded at the first body that asks for it. */
export { getLanguageService } from 'vscode-json-languageservice';
