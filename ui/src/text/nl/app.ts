import type { AppText } from "../en/app";

export const app: AppText = {};
