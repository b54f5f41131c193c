// The shell's mocks, for tests of features: they may not know the shell themselves.
export { mockConvertFileSrc, mockIPC } from "@tauri-apps/api/mocks";
