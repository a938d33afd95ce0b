// Which names mean the very machine that asks: nobody else reaches what they lead to. Pure.

/** A host as it stands in an address, with or without a port. A name that only begins so (localhost.example) is another's. */
export function isOwnMachine(host: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
}
