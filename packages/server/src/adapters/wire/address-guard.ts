/**
 * Keeps outbound requests away from addresses only this machine or its network can reach. Every DNS answer is checked, and
 * the connection is made to the very addresses that were checked: a name that changes its mind meanwhile gains nothing.
 */
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { SluiceError } from '@sluice/engine/terms';
import { allowsAddress, parseAllowEntry, type AllowEntry, type IpAddress } from './egress-allow.ts';

/** Resolves a name to all its addresses, as `dns.lookup` with `all: true`. */
export type Resolve = (
  host: string,
  options: { all: true; family?: number },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface AddressGuard {
  /** Throws `egress.refused` if the host is an address (in the URL parser's spelling) that may not be reached. */
  checkLiteral(host: string, port: number): void;
  /** The connection's way from name to address: answers only addresses that were checked. */
  lookup(host: string, port: number): LookupFunction;
}

/** Throws `settings.invalid` for an entry that is none. */
export function createAddressGuard(input: { allow: readonly string[]; resolve: Resolve }): AddressGuard {
  const entries = input.allow.map(parseEntry);

  function refusal(address: string, host: string, port: number): SluiceError | null {
    // A zone (`fe80::1%eth0`) says which link, nothing about the kind.
    const parsed = ipaddr.process(address.split('%')[0]!);
    if (isPublic(parsed) || entries.some((entry) => allowsAddress(entry, { address: parsed, host, port }))) return null;
    const where = address === host ? host : `${host} (${address})`;
    const message = `${where} port ${port} is not a public address. The operator can allow it in SLUICE_EGRESS_ALLOW.`;
    return new SluiceError('egress.refused', message, { details: { host, port } });
  }

  return {
    checkLiteral(host, port) {
      const bare = host.startsWith('[') ? host.slice(1, -1) : host;
      if (!ipaddr.isValid(bare)) return;
      const refused = refusal(bare, bare, port);
      if (refused !== null) throw refused;
    },
    lookup: (host, port) => (name, options, done) => {
      const family = options.family === 4 || options.family === 6 ? { family: options.family } : {};
      input.resolve(name, { all: true, ...family }, (error, addresses) => {
        if (error !== null) return done(error, []);
        // One bad answer spoils all: a public name that also points inside is a trick or a mistake.
        for (const { address } of addresses) {
          const refused = refusal(address, host, port);
          if (refused !== null) return done(refused, []);
        }
        if (options.all) return done(null, addresses);
        const [first] = addresses;
        return done(null, first!.address, first!.family);
      });
    },
  };
}

/** NAT64 (RFC 6052): the last four bytes are the IPv4 address that is meant. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/** The part of IPv6 given out for public use (RFC 4291, 2.4). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public: an ordinary unicast address of the internet. Everything special, private, local or reserved is not. */
function isPublic(address: IpAddress): boolean {
  if (address.kind() === 'ipv4') return address.range() === 'unicast';
  const six = address as ipaddr.IPv6;
  if (six.match(NAT64)) return new ipaddr.IPv4(six.toByteArray().slice(12)).range() === 'unicast';
  return six.range() === 'unicast' && six.match(GLOBAL_IPV6);
}

function parseEntry(text: string): AllowEntry {
  const entry = parseAllowEntry(text);
  if (entry !== null) return entry;
  throw new SluiceError(
    'settings.invalid',
    `"${text}" is no entry for SLUICE_EGRESS_ALLOW: host, host:port, address or CIDR range.`,
  );
}
