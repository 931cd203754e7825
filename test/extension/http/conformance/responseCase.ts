/** Cases of kind `response`: what a response makes of its bytes: text, JSON, lines, pieces, links. */
import { Headers, Request, Response } from '../../../../src/extension/http/index.ts';
import type { ConformanceCase, Outcome } from './cases.ts';
import { describeError, settle } from './requests.ts';
import { decode, decodeHeaders, decodeText, encodeBytes, isTagged } from './values.ts';
import type { Tagged } from './values.ts';

export async function playResponseCase(each: ConformanceCase): Promise<Outcome> {
  return { expected: each.expect, actual: await settle(each.expect, () => perform(each)) };
}

async function perform({ given, expect: expected }: ConformanceCase): Promise<unknown> {
  const response = responseOf(given);
  if (given['consumed'] === true) await response.read();
  const args = isTagged(given['args']) ? given['args'] : {};
  switch (given['op']) {
    case 'iter_lines':
      return { lines: await linesOf(response, args) };
    case 'iter_content':
      return { chunks: await chunksOf(response, args) };
    default:
      return describeResponse(response, expected);
  }
}

/** With `decode_unicode` and an encoding, lines of text at all of Python's line ends; bytes otherwise. */
async function linesOf(response: Response, args: Tagged): Promise<readonly unknown[]> {
  const text = args['decode_unicode'] === true && response.encoding !== undefined;
  const { delimiter } = args;
  const charset = text ? undefined : 'latin1';
  if (charset !== undefined) response.encoding = charset;
  const decoded = delimiter === undefined || delimiter === null ? undefined : decode(delimiter);
  const separator =
    decoded instanceof Uint8Array ? Buffer.from(decoded).toString('latin1') : (decoded as string);
  const lines: unknown[] = [];
  for await (const line of response.iterLines({ delimiter: separator, unicodeLineEnds: text })) {
    lines.push(text ? line : encodeBytes(Buffer.from(line, 'latin1')));
  }
  return lines;
}

async function chunksOf(response: Response, args: Tagged): Promise<readonly unknown[]> {
  const size = args['chunk_size'] as number | null | undefined;
  const chunks: unknown[] = [];
  if (args['decode_unicode'] === true && response.encoding !== undefined) {
    for await (const piece of response.iterText(size)) chunks.push(piece);
  } else {
    for await (const piece of response.iterContent(size)) chunks.push(encodeBytes(piece));
  }
  return chunks;
}

async function describeResponse(response: Response, expected: Tagged): Promise<unknown> {
  const described: Record<string, unknown> = { status: response.status, url: response.url };
  // A reason in bytes is read as text before a response is made.
  described['reason'] = isTagged(expected['reason'])
    ? encodeBytes(Buffer.from(response.reason))
    : response.reason;
  if ('encoding' in expected) described['encoding'] = response.encoding ?? null;
  if ('apparent_encoding' in expected) described['apparent_encoding'] = await apparentEncoding(response);
  if ('text' in expected) described['text'] = await response.text();
  if ('content' in expected) described['content'] = encodeBytes(await response.read());
  if ('json' in expected) described['json'] = await response.json();
  if ('jsonError' in expected) {
    const wanted = expected['jsonError'];
    described['jsonError'] = await response
      .json()
      .catch((error: unknown) => describeError(error, wanted as Tagged));
  }
  if ('ok' in expected) described['ok'] = response.ok;
  if ('raise_for_status' in expected) described['raise_for_status'] = raised(response);
  if ('is_redirect' in expected) described['is_redirect'] = response.isRedirect;
  if ('is_permanent_redirect' in expected) described['is_permanent_redirect'] = response.isPermanentRedirect;
  if ('links' in expected) described['links'] = response.links;
  return described;
}

async function apparentEncoding(response: Response): Promise<string> {
  await response.read();
  return response.apparentEncoding;
}

function raised(response: Response): string | null {
  try {
    response.raiseForStatus();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function responseOf(given: Tagged): Response {
  const chunks = (given['chunks'] as readonly unknown[]).map((chunk) => {
    const decoded = decode(chunk);
    return decoded instanceof Uint8Array ? decoded : Buffer.from(String(decoded));
  });
  const response = new Response({
    request: new Request('GET', 'http://a.test/').prepare(),
    url: 'http://a.test/',
    status: (given['status'] as number | undefined) ?? 200,
    reason: given['reason'] === undefined ? 'OK' : decodeText(given['reason']),
    headers: new Headers(decodeHeaders(given['headers'])),
    body: { open: () => arriving(chunks), rawBytes: 0, abandon: () => undefined },
  });
  if ('encoding' in given) response.encoding = (given['encoding'] as string | null) ?? undefined;
  return response;
}

async function* arriving(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) if (chunk.byteLength > 0) yield await Promise.resolve(chunk);
}
