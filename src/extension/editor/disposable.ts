/** What VS Code calls when the window closes. An interface, where VS Code's own is a class. */
export interface Disposable {
  dispose(): void;
}
