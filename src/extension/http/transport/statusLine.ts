/**
 * What is wrong with the first line of an answer, or with an informational answer, in words. undici's parser takes
 * `HTTP/2.0`, `RTSP/1.0` and a status of 000 for good, and keeps only the last piece of a reason that came in several;
 * so the line is looked at as a whole before the parser sees it. Called by ResponseTap; reads nothing else.
 */

/** Whether bytes that begin like this may still become the first line of an HTTP/1.x answer. */
export function mayBeStatusLine(start: string): boolean {
  return start.length < opening.length ? opening.startsWith(start) : start.startsWith(opening);
}

/** The fault of a whole line, its end included; undefined when there is none (RFC 9112 4). */
export function statusLineFault(line: string): string | undefined {
  if (statusLine.test(line)) return undefined;
  if (line.trim() === '') return 'the status line is empty';
  if (!line.endsWith('\r\n')) return 'the status line ends without a carriage return';
  if (!/^HTTP\/1\.[01] /.test(line)) return 'the version is neither HTTP/1.1 nor HTTP/1.0';
  if (!/^.{9}[1-9]\d\d[ \r]/.test(line)) return 'the status is no number from 100 to 999';
  return 'the reason holds a control character';
}

/** The fault of the lines between the status line and the empty line of an informational answer (RFC 9110 15.2). */
export function fieldLinesFault(lines: string): string | undefined {
  return lines === '' || fieldLines.test(lines)
    ? undefined
    : 'a header of an informational answer is malformed';
}

const opening = 'HTTP/';
const statusLine = /^HTTP\/1\.[01] [1-9]\d\d(?: [\t\x20-\x7e\x80-\xff]*)?\r\n$/;
const fieldLines = /^(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*\r\n)*$/;
