export const reportProof = (_folder: string, _name: string): void => {}
