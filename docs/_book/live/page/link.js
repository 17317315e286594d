/* A cell as a reader has changed it, in the fragment of a link, which no server sees. What comes with one is a
   stranger's: it is taken apart with care, and is a text for the editor, nothing else. */
const LIMIT = 20_000; // characters
const FORM = "deflate"; // it ends with a checksum
const DAMAGED = "The link is damaged, so the code in it cannot be shown: it was cut short or changed on the way.";

export const canLink = Boolean(self.CompressionStream && self.DecompressionStream);

/* Which cell is meant: FNV-1a of what an edit is kept by, which another edition of the book may not have. */
export function digest(key) {
  const mix = (sum, byte) => Math.imul(sum ^ byte, 0x01000193);
  return (new TextEncoder().encode(key).reduce(mix, 0x811c9dc5) >>> 0).toString(36);
}

export async function linkTo({ key, text }) {
  if (text.length > LIMIT) throw new Error(`This cell has more than ${LIMIT} characters, which is too long for a link.`);
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream(FORM));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const data = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${location.origin}${location.pathname}#cell=${digest(key)}.${data}`;
}

/* In small parts, so that of a text that is far too long no more is unpacked than is read. */
async function unpacked(bytes) {
  let at = 0, text = "";
  const pull = (stream) => (at < bytes.length ? stream.enqueue(bytes.slice(at, (at += 64))) : stream.close());
  const decoder = new TextDecoderStream("utf-8", { fatal: true });
  const reader = new ReadableStream({ pull }).pipeThrough(new DecompressionStream(FORM)).pipeThrough(decoder).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => Promise.reject(new Error(DAMAGED)));
    if (done) return text;
    text += value;
    if (text.length <= LIMIT) continue;
    reader.cancel().catch(() => {});
    throw new Error(`The code in the link is not shown: it has more than ${LIMIT} characters.`);
  }
}

/* The cell that the link is for, and the code that came with it. */
export async function broughtBy(fragment, cells) {
  if (!canLink) throw new Error("This browser is too old to read the code in the link.");
  const [, of, data] = /^#cell=(\w+)\.([\w-]+)$/.exec(fragment) ?? [];
  let bytes;
  try {
    bytes = Uint8Array.from(atob(data.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  } catch {
    throw new Error(DAMAGED);
  }
  const text = await unpacked(bytes);
  const cell = cells.find((each) => each.bar && digest(each.key) === of);
  if (!cell) throw new Error("The link is for a cell that this page does not have. It may come from another edition of the book.");
  return { cell, text };
}
