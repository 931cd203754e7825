/** Proxies for the machine itself help nobody: the environment's `no_proxy` gets the loopback names (design: proxies). */

const loopback = ['localhost', '127.0.0.0/8', '::1'];

/** The variables with loopback among the hosts that are reached directly. Both spellings become one. */
export function withLoopbackDirect(
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | undefined>> {
  const present = variables['no_proxy'] ?? variables['NO_PROXY'];
  if (present?.trim() === '*') return variables;
  const others = Object.entries(variables).filter(([name]) => name !== 'NO_PROXY');
  return { ...Object.fromEntries(others), no_proxy: [present, ...loopback].filter(Boolean).join(',') };
}
