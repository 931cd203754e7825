/** Skeleton; the pipeline lands next. */
export function escapeIllegal(url: string): string {
  return url;
}
export function hostHeader(url: string): string {
  return new URL(url).host;
}
export function requestTarget(url: string): string {
  const u = new URL(url);
  return u.pathname + u.search;
}
export function prepareUrl(url: string): string {
  return url;
}
