/**
 * curl commands from elsewhere (a terminal, a browser's network panel, a page of documentation) as the text of
 * requests, set apart from what stands around the place they go to. Decides nothing about whether to insert it.
 */
import { parse } from '../../syntax/index.ts';
import { define } from '../definition/define.ts';
import { requestText } from '../definition/requestText.ts';

/** The requests of one or several commands, lines ending with LF; undefined for anything else. */
export function requestsOfCurl(pasted: string): readonly string[] | undefined {
  const commands = commandsIn(pasted);
  const texts = commands?.map((command) => {
    const { blocks } = parse(command);
    const [{ content } = { content: undefined }] = blocks;
    const [request, ...others] = define(parse(command)).requests;
    const isWhole =
      blocks.length === 1 && content?.nodes.every(({ kind }) => kind === 'curl' || kind === 'blank') === true;
    return request === undefined || others.length > 0 || !isWhole ? undefined : requestText(request);
  });
  if (texts === undefined || texts.length === 0) return undefined;
  const written = texts.filter((text) => text !== undefined);
  return written.length === texts.length ? written : undefined;
}

/** The requests with the separators they need between what stands before and what stands behind them. */
export function insertedRequests(requests: readonly string[], before: string, after: string): string {
  const above = parse(before);
  const hasAbove = define(above).meanings.at(-1)?.request !== undefined;
  const hasBelow = define(parse(after)).meanings[0]?.request !== undefined;
  const isLineStart = before === '' || /[\r\n][ \t]*$/.test(before);
  return [
    isLineStart ? '' : '\n',
    hasAbove ? `${isLineStart ? '' : '\n'}###\n` : '',
    requests.join('\n\n###\n'),
    hasBelow ? '\n\n###\n' : '',
  ].join('');
}

/** Each command from its word to its end, prompts of shells and what joins commands left out. */
function commandsIn(pasted: string): readonly string[] | undefined {
  const lines = pasted.trim().split(/\r\n|\r|\n/);
  const commands: string[][] = [];
  for (const [index, line] of lines.entries()) {
    const continues = /[\\^`]$/.test(lines[index - 1] ?? '');
    const command = continues ? undefined : /^\s*(?:[$>%#]\s+)?curl(?:\.exe)?(\s.*)$/s.exec(line)?.[1];
    if (command !== undefined) commands.push([`curl${command}`]);
    else if (commands.length === 0) return undefined;
    else commands.at(-1)?.push(line);
  }
  return commands.map((one) => one.join('\n').replace(/\s*(?:;|&&?|\|\|?)?\s*$/, ''));
}
