/* Release times as box plots, one per channel: box the middle half, line the median,
   whiskers from the shortest to the longest. */

import { drawn, duration, element, has, number, say } from "../words.js";

const SIGNS = { green: "●", yellow: "▲", red: "■", blue: "◆" };
const ORDER = ["green", "blue", "yellow", "red"];
const WIDTH = 300;
const HEIGHT = 26;
const EDGE = 4;

/* `times`: per channel least, lower quartile, median, upper quartile, most, number. */
export function boxes(times) {
  const longest = Math.max(1, ...Object.values(times).map((each) => each[4]));
  return ORDER.filter((channel) => channel in times).map((channel) =>
    row(channel, times[channel], longest),
  );
}

function row(channel, [least, low, middle, high, most, count], longest) {
  const name = has(`channel.${channel}`) ? say(`channel.${channel}`) : channel;
  const label = say("times.box", {
    channel: name,
    number: number(count),
    median: duration(middle),
    least: duration(least),
    most: duration(most),
  });
  return element(
    "div",
    { class: `times-row channel-${channel}`, role: "img", "aria-label": label },
    element(
      "div",
      { class: "times-words" },
      element("span", { class: "times-sign" }, SIGNS[channel]),
      element("b", {}, name),
      element("span", { class: "times-count" }, `${number(count)}×`),
      element("span", {}, half(middle)),
    ),
    plot([least, low, middle, high, most], longest),
  );
}

/* Goods that were released before they came took no time at all. */
function half(median) {
  return median ? say("times.median", { duration: duration(median) }) : say("times.before");
}

function plot(values, longest) {
  const [least, low, middle, high, most] = values.map(
    (value) => EDGE + (value / longest) * (WIDTH - 2 * EDGE),
  );
  const half = HEIGHT / 2;
  const line = (x1, x2, y1, y2, kind) => drawn("line", { x1, x2, y1, y2, class: kind });
  return drawn(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    line(EDGE, WIDTH - EDGE, half, half, "axis"),
    line(least, most, half, half, "whisker"),
    line(least, least, half - 6, half + 6, "whisker"),
    line(most, most, half - 6, half + 6, "whisker"),
    drawn("rect", {
      x: low,
      y: 3,
      width: Math.max(3, high - low),
      height: HEIGHT - 6,
      class: "middle",
    }),
    line(middle, middle, 1, HEIGHT - 1, "median"),
  );
}
