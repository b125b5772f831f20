/** What jsdom lacks of a browser, as far as the page asks for it. */
export const fillBrowser = (): void => {
  class NoSizes {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  Reflect.set(globalThis, 'ResizeObserver', NoSizes)
  Reflect.set(globalThis, 'scrollTo', () => {})
  Reflect.set(globalThis, 'matchMedia', () => ({ matches: false, addEventListener: () => {} }))
  // No canvas to draw on: charts show their figures in words.
  Reflect.set(HTMLCanvasElement.prototype, 'getContext', () => null)
  Element.prototype.scrollTo = () => {}
}
