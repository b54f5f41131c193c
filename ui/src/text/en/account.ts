export const account = {};

export type AccountText = typeof account;
