/** Asks for each element, no more than some at a time; answers stand in the order of the elements. */
export async function bounded<T, R>(elements: readonly T[], limit: number, ask: (element: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = new Array(elements.length);
  const queue = elements.entries();
  const worker = async (): Promise<void> => {
    for (const [index, element] of queue) answers[index] = await ask(element);
  };
  await Promise.all(Array.from({ length: Math.min(limit, elements.length) }, worker));
  return answers;
}
