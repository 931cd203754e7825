/**
 * The methods a request line can be completed to, with what each one promises.
 * Any other upper-case word is a method too; this list is only for completion and hover.
 */

export interface MethodEntry {
  readonly name: string;
  readonly description: string;
  /** Where the method is defined. */
  readonly reference: string;
}

const method = (name: string, description: string, reference: string): MethodEntry => ({
  name,
  description,
  reference,
});

export const methods: readonly MethodEntry[] = [
  method('GET', 'Reads a resource. Safe and idempotent.', 'RFC 9110 §9.3.1'),
  method('POST', 'Lets the resource process the body. Neither safe nor idempotent.', 'RFC 9110 §9.3.3'),
  method('PUT', 'Replaces the resource with the body. Idempotent.', 'RFC 9110 §9.3.4'),
  method('PATCH', 'Changes part of the resource as the body says. Not idempotent.', 'RFC 5789'),
  method('DELETE', 'Removes the resource. Idempotent.', 'RFC 9110 §9.3.5'),
  method('HEAD', 'Reads what GET would answer, without its body.', 'RFC 9110 §9.3.2'),
  method('OPTIONS', 'Asks what the resource, or with `*` the server, can do.', 'RFC 9110 §9.3.7'),
  method('TRACE', 'Asks the server to send back the request it received.', 'RFC 9110 §9.3.8'),
  method('QUERY', 'Reads with a body that says what to read. Safe and idempotent.', 'RFC 10008'),
  method('PROPFIND', 'Reads properties of a resource (WebDAV).', 'RFC 4918 §9.1'),
  method('PROPPATCH', 'Changes properties of a resource (WebDAV).', 'RFC 4918 §9.2'),
  method('MKCOL', 'Makes a collection (WebDAV).', 'RFC 4918 §9.3'),
  method('COPY', 'Copies a resource to the `Destination` (WebDAV).', 'RFC 4918 §9.8'),
  method('MOVE', 'Moves a resource to the `Destination` (WebDAV).', 'RFC 4918 §9.9'),
  method('LOCK', 'Takes a lock on a resource (WebDAV).', 'RFC 4918 §9.10'),
  method('UNLOCK', 'Gives back a lock (WebDAV).', 'RFC 4918 §9.11'),
  method('REPORT', 'Asks for a report about a resource (WebDAV).', 'RFC 3253 §3.6'),
  method('SEARCH', 'Searches below a resource (WebDAV).', 'RFC 5323'),
  method('GRAPHQL', 'Sends the body as a GraphQL operation, by POST.', 'GraphQL over HTTP'),
];
