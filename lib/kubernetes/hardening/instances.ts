/** Any class, with whatever constructor. */
interface Recognizing {
  [Symbol.hasInstance](value: unknown): boolean;
}

/**
 * Makes `instanceof` answer for a class of ours as it did for the class of cdk8s-plus that it replaces: constructs of cdk8s-plus
 * make one another (`exposeViaService` makes a Service), and what programs ask of them stays true.
 */
export function recognize(dropIn: Recognizing, replaced: Recognizing): void {
  Object.defineProperty(dropIn, Symbol.hasInstance, {
    value(this: unknown, construct: unknown): boolean {
      // A subclass inherits this; for it the question is the usual one.
      if (this === dropIn) return replaced[Symbol.hasInstance](construct);
      return Function.prototype[Symbol.hasInstance].call(this, construct);
    },
  });
}
