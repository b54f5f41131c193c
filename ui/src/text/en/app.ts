export const app = {};

export type AppText = typeof app;
