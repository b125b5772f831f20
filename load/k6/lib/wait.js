export const waitMs = ms => new Promise(resolve => setTimeout(resolve, Math.max(0, ms)))

/** Until an instant of Date.now(), which all VUs share. */
export const waitUntil = instant => waitMs(instant - Date.now())
