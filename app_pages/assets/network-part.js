// The network as a piece of the page: its points and lines are opened only where they are new.
export default async function ({ data, parentElement, setTriggerValue }) {
  styled(parentElement);
  const root = rootOf(parentElement), [head, body] = apart(data), turn = (root.turn = (root.turn ?? 0) + 1);
  const stands = root.network && root.dataset.revision === head.revision;
  const picture = stands ? {} : JSON.parse(await unpacked(body));
  return root.turn === turn ? show(root, { ...picture, ...head }, setTriggerValue) : undefined;
}
