const UNKNOWN = '–'

export const figure = (value: number | null | undefined): string =>
  value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN : value.toFixed(1)

/** A share of 0 to 1. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined || !Number.isFinite(share) ? UNKNOWN : `${(100 * share).toFixed(1)} %`
