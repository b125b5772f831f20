/** A schema's type with everything in it read-only, as this project writes its types. */
export type AsReadonly<T> = T extends object ? { readonly [K in keyof T]: AsReadonly<T[K]> } : T
