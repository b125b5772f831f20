/** A message of either direction, decoded. */
export type Frame = { readonly [field: string]: unknown }
