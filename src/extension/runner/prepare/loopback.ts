/** Proxies for the machine itself help nobody: the environment's `no_proxy` gets the loopback names (design: proxies). */

const loopback = ['localhost', '127.0.0.0/8', '::1'];

/**
 * A copy of the variables with loopback among the hosts that are reached directly. Both spellings become one; where no
 * variable names a proxy there is nothing to keep from it. It is frozen, so that nobody looks for proxies in it twice.
 */
export function withLoopbackDirect(
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const names = Object.keys(variables);
  if (!names.some((name) => /(?<!^no)_proxy$/i.test(name))) return Object.freeze({ ...variables });
  const present = variables['no_proxy'] ?? variables['NO_PROXY'];
  if (present?.trim() === '*') return Object.freeze({ ...variables });
  const others = Object.entries(variables).filter(([name]) => name !== 'NO_PROXY');
  const direct = [present, ...loopback].filter(Boolean).join(',');
  return Object.freeze({ ...Object.fromEntries(others), no_proxy: direct });
}
