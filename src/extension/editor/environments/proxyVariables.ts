/**
 * The environment a session looks its proxies up in: the process's own, with the proxy of the settings in its
 * place and the hosts that need none. So one set of rules, the one of environment variables, decides for every
 * hop of a request. Pure.
 */
export interface ProxySettings {
  /** For http and https alike; undefined leaves the variables as they are. */
  readonly proxy: string | undefined;
  readonly noProxy: readonly string[];
}

export type Variables = Readonly<Record<string, string | undefined>>;

export function environmentVariables(base: Variables, settings: ProxySettings): Variables {
  const others = Object.entries(base).filter(([name]) => !replaced(settings).has(name.toLowerCase()));
  const bypass = [base['no_proxy'] ?? base['NO_PROXY'] ?? '', ...settings.noProxy].filter(
    (host) => host !== '',
  );
  return {
    ...Object.fromEntries(others),
    ...(settings.proxy === undefined ? {} : { http_proxy: settings.proxy, https_proxy: settings.proxy }),
    ...(bypass.length === 0 ? {} : { no_proxy: bypass.join(',') }),
  };
}

/** Both spellings go, because the lower-case one wins and a left-over of the other would mislead. */
function replaced(settings: ProxySettings): ReadonlySet<string> {
  return new Set(
    settings.proxy === undefined ? ['no_proxy'] : ['no_proxy', 'http_proxy', 'https_proxy', 'all_proxy'],
  );
}
