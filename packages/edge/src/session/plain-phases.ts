/** The phases in which a session has no data of their own. Most sessions are in one, so all of them share one object. */
export type Greeting = { readonly at: 'greeting' }
export type InLobby = { readonly at: 'lobby' }
export type Closed = { readonly at: 'closed' }

export const GREETING: Greeting = { at: 'greeting' }
export const IN_LOBBY: InLobby = { at: 'lobby' }
export const CLOSED: Closed = { at: 'closed' }
