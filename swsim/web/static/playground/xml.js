/* XML as text: lines, characters, tags and what is to be painted. */

/* Return where each line begins. */
export function lineStarts(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/* Return the number of the line (from 0) that holds a place. */
export function lineAt(starts, at) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/* The server counts characters, this language units of UTF-16. */
export function units(line, characters) {
  let at = 0;
  for (let left = characters; left > 0 && at < line.length; left -= 1) {
    at += line.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return at;
}

/* Return where a line of the server ends and begins, as [from, to). */
export function spanOfLine(text, starts, line) {
  const from = starts[line - 1] ?? text.length;
  const next = starts[line];
  return [from, next === undefined ? text.length : next - 1];
}

/* Return [from, to) of what the server means by {line, start, length}. */
export function spanOf(text, starts, place) {
  const [from, end] = spanOfLine(text, starts, place.line);
  const line = text.slice(from, end);
  const begin = units(line, place.start);
  return [from + begin, from + begin + units(line.slice(begin), place.length)];
}

const START_TAG = /<[^\s<>/=]+(?:\s+[^\s=<>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(\/?)>/y;

/* Return [from, to) of the text of a leaf whose tag begins at `at`; null where it has
   none that can simply be written over: an empty tag, a comment or CDATA in it. */
export function textSpan(text, at) {
  START_TAG.lastIndex = at;
  const tag = START_TAG.exec(text);
  if (!tag || tag[1]) return null;
  const from = at + tag[0].length;
  const to = text.indexOf("<", from);
  return to >= 0 && text[to + 1] === "/" ? [from, to] : null;
}

export function escaped(value) {
  return value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

const TOKENS =
  /(<!--.*?(?:-->|$))|(<[?!]?\/?)([^\s<>/=?]*)|([^\s<>/="']+)(\s*=\s*)("[^"]*"?|'[^']*'?)|(\??\/?>)|(&[^;\s<]*;)/g;

/* Return [class, text] pairs that together are the line. */
export function tokens(line) {
  const found = [];
  let inTag = false;
  let done = 0;
  const put = (kind, text) => text && found.push([kind, text]);
  for (const match of line.matchAll(TOKENS)) {
    const [all, comment, open, name, attribute, equals, value, close, entity] = match;
    if (attribute && !inTag && !looksLikeTagRest(line)) continue;
    put("", line.slice(done, match.index));
    done = match.index + all.length;
    if (comment) put("t-comment", comment);
    else if (open) {
      inTag = true;
      put("t-mark", open);
      put("t-name", name);
    } else if (attribute) {
      put("t-attribute", attribute);
      put("t-mark", equals);
      put("t-value", value);
    } else if (close) {
      inTag = false;
      put("t-mark", close);
    } else put("t-entity", entity);
  }
  put("", line.slice(done));
  return found;
}

/* A line without an opening bracket before its first closing one goes on with a tag. */
function looksLikeTagRest(line) {
  const open = line.indexOf("<");
  const close = line.indexOf(">");
  return close >= 0 && (open < 0 || close < open);
}
