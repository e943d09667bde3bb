/** One entry of the operator's allow list for outbound addresses: a host, an address or a range, with or without a port. */
import ipaddr from 'ipaddr.js';

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

export type AllowEntry =
  /** The name itself is trusted, whatever address it has. */
  | { readonly kind: 'host'; readonly host: string; readonly port: number | null }
  | { readonly kind: 'range'; readonly network: IpAddress; readonly prefix: number; readonly port: number | null };

const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/** `host`, `host:8080`, `10.0.0.0/8`, `10.1.2.3:8080`, `[fd00::1]:8080`, `fd00::/8`; null for anything else. */
export function parseAllowEntry(text: string): AllowEntry | null {
  const entry = text.trim().toLowerCase();
  if (entry.includes('/')) return ipaddr.isValidCIDR(entry) ? rangeOf(...ipaddr.parseCIDR(entry), null) : null;
  const bracketed = /^\[(.+)\](?::(\d{1,5}))?$/.exec(entry);
  if (bracketed !== null) return addressEntry(bracketed[1]!, portOf(bracketed[2]));
  if (ipaddr.IPv6.isValid(entry)) return addressEntry(entry, null);
  const [host = '', port, ...rest] = entry.split(':');
  if (rest.length > 0 || (port !== undefined && !/^\d{1,5}$/.test(port))) return null;
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) return addressEntry(host, portOf(port));
  // What looks like a number is an address in a strange spelling, never a name.
  if (!HOST.test(host) || /(^|\.)(\d+|0x[0-9a-f]*)$/.test(host) || portOf(port) === undefined) return null;
  return { kind: 'host', host, port: portOf(port) ?? null };
}

export function allowsAddress(entry: AllowEntry, target: { address: IpAddress; host: string; port: number }): boolean {
  if (entry.port !== null && entry.port !== target.port) return false;
  if (entry.kind === 'host') return entry.host === target.host;
  const { address } = target;
  return address.kind() === entry.network.kind() && address.match(entry.network as never, entry.prefix);
}

/** Undefined: a port that is none. Null: no port. */
function portOf(text: string | undefined): number | null | undefined {
  if (text === undefined) return null;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function addressEntry(text: string, port: number | null | undefined): AllowEntry | null {
  if (port === undefined || !ipaddr.isValid(text)) return null;
  const address = ipaddr.process(text);
  return rangeOf(address, address.kind() === 'ipv4' ? 32 : 128, port);
}

function rangeOf(network: IpAddress, prefix: number, port: number | null): AllowEntry {
  return { kind: 'range', network, prefix, port };
}
