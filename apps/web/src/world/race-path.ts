export const racePath = (id: string): string => `/race/${id}`
