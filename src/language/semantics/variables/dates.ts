/**
 * Dates as REST Client writes them (Day.js tokens) and as Visual Studio does (.NET tokens), from a time and an
 * offset that are given. Month names are English; no locale and no clock of the machine is read.
 */

/** A point in time and the minutes east of UTC it is shown with. */
export interface ShownTime {
  readonly time: number;
  readonly offset: number;
}

export type TimeUnit = 'y' | 'Q' | 'M' | 'w' | 'd' | 'h' | 'm' | 's' | 'ms';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** The time moved by an amount; months and years keep the day where the month has it, else take its last. */
export function addTime({ time, offset }: ShownTime, amount: number, unit: TimeUnit): ShownTime {
  const lengths = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
  if (unit !== 'y' && unit !== 'Q' && unit !== 'M') return { time: time + amount * lengths[unit], offset };
  const count = amount * { y: 12, Q: 3, M: 1 }[unit];
  const date = fields({ time, offset });
  const month = date.getUTCMonth() + count;
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const moved = new Date(date);
  moved.setUTCFullYear(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), lastDay));
  return { time: moved.getTime() - offset * 60_000, offset };
}

/** `2026-11-23T10:00:00.000Z`, or with the offset when it is not UTC. */
export function iso8601(shown: ShownTime): string {
  if (shown.offset === 0) return fields(shown).toISOString();
  return formatDayjs(shown, 'YYYY-MM-DDTHH:mm:ss.SSSZ');
}

/** `Mon, 23 Nov 2026 10:00:00 GMT` (RFC 9110 5.6.7); `+0100` in place of `GMT` when it is not UTC. */
export function rfc1123(shown: ShownTime): string {
  const zone = shown.offset === 0 ? 'GMT' : zoneOf(shown.offset, '');
  return `${formatDayjs(shown, 'ddd, DD MMM YYYY HH:mm:ss')} ${zone}`;
}

/** A format with `yyyy` is .NET's; any other is Day.js's (`http-syntax` row "datetime"). */
export function formatDate(shown: ShownTime, format: string): string {
  return format.includes('yyyy') ? formatDotnet(shown, format) : formatDayjs(shown, format);
}

const dayjsTokens =
  /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|Do|D|dddd|ddd|dd|d|HH|H|hh|h|mm|m|ss|s|SSS|ZZ|Z|A|a|X|x|Q/g;

function formatDayjs(shown: ShownTime, format: string): string {
  return format.replaceAll(dayjsTokens, (token, literal: string | undefined) => {
    if (literal !== undefined) return literal;
    return common(shown, dayjsNames[token] ?? token) ?? token;
  });
}

/** Day.js's name of a part by .NET's, where they differ. */
const dayjsNames: Readonly<Record<string, string>> = {
  YYYY: 'year',
  YY: 'shortYear',
  D: 'day',
  DD: 'day2',
  Do: 'dayOrdinal',
  d: 'weekdayNumber',
  dd: 'weekdayTwo',
  SSS: 'millisecond3',
  Z: 'zoneColon',
  ZZ: 'zone',
  A: 'half',
  a: 'halfLower',
};

const dotnetTokens =
  /'([^']*)'|"([^"]*)"|\\(.)|yyyy|yy|MMMM|MMM|MM|M|dddd|ddd|dd|d|HH|H|hh|h|mm|m|ss|s|f{1,7}|tt|zzz|zz|K/g;

function formatDotnet(shown: ShownTime, format: string): string {
  return format.replaceAll(dotnetTokens, (token, ...literals: (string | undefined)[]) => {
    const literal = literals[0] ?? literals[1] ?? literals[2];
    if (literal !== undefined) return literal;
    if (token.startsWith('f'))
      return pad(fields(shown).getUTCMilliseconds(), 3).padEnd(7, '0').slice(0, token.length);
    return common(shown, dotnetNames[token] ?? token) ?? token;
  });
}

const dotnetNames: Readonly<Record<string, string>> = {
  yyyy: 'year',
  yy: 'shortYear',
  d: 'day',
  dd: 'day2',
  tt: 'half',
  zzz: 'zoneColon',
  zz: 'zoneHours',
  K: 'zoneOrZ',
};

function common(shown: ShownTime, name: string): string | undefined {
  const date = fields(shown);
  const hours = date.getUTCHours();
  const weekday = days[date.getUTCDay()] ?? '';
  const month = months[date.getUTCMonth()] ?? '';
  const half = hours < 12 ? 'AM' : 'PM';
  const parts: Readonly<Record<string, () => string>> = {
    year: () => pad(date.getUTCFullYear(), 4),
    shortYear: () => pad(date.getUTCFullYear() % 100, 2),
    MMMM: () => month,
    MMM: () => month.slice(0, 3),
    MM: () => pad(date.getUTCMonth() + 1, 2),
    M: () => String(date.getUTCMonth() + 1),
    day: () => String(date.getUTCDate()),
    day2: () => pad(date.getUTCDate(), 2),
    dayOrdinal: () => ordinal(date.getUTCDate()),
    dddd: () => weekday,
    ddd: () => weekday.slice(0, 3),
    weekdayTwo: () => weekday.slice(0, 2),
    weekdayNumber: () => String(date.getUTCDay()),
    HH: () => pad(hours, 2),
    H: () => String(hours),
    hh: () => pad(hours % 12 || 12, 2),
    h: () => String(hours % 12 || 12),
    mm: () => pad(date.getUTCMinutes(), 2),
    m: () => String(date.getUTCMinutes()),
    ss: () => pad(date.getUTCSeconds(), 2),
    s: () => String(date.getUTCSeconds()),
    millisecond3: () => pad(date.getUTCMilliseconds(), 3),
    zoneColon: () => zoneOf(shown.offset, ':'),
    zone: () => zoneOf(shown.offset, ''),
    zoneHours: () => zoneOf(shown.offset, ':').slice(0, 3),
    zoneOrZ: () => (shown.offset === 0 ? 'Z' : zoneOf(shown.offset, ':')),
    half: () => half,
    halfLower: () => half.toLowerCase(),
    X: () => String(Math.floor(shown.time / 1000)),
    x: () => String(shown.time),
    Q: () => String(Math.floor(date.getUTCMonth() / 3) + 1),
  };
  return parts[name]?.();
}

/** A date whose UTC fields are the shown ones. */
function fields({ time, offset }: ShownTime): Date {
  return new Date(time + offset * 60_000);
}

function zoneOf(offset: number, separator: string): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${separator}${pad(minutes % 60, 2)}`;
}

/** Day.js writes `23rd`, and `[23rd]` without its plugin; people expect the former. */
function ordinal(day: number): string {
  const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
  const isTeen = day >= 11 && day <= 13;
  const key = isTeen ? 'other' : (['other', 'one', 'two', 'few'][day % 10] ?? 'other');
  return `${day}${suffixes[key] ?? 'th'}`;
}

function pad(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
