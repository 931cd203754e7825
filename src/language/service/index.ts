/** What other layers may import of the language service. */
export { createLanguageService, type LanguageService } from './languageService.ts';
export type { LanguageServiceHost, ServiceSettings } from './host.ts';
export { semanticTokensLegend } from './features/semanticTokens.ts';
