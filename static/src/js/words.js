// Numbers in the words of the page's language.
const MINUTE = 60;
const HOUR = 3600;

function unit(value, name) {
  const form = { style: "unit", unit: name, unitDisplay: "long", maximumFractionDigits: 0 };
  return new Intl.NumberFormat(document.documentElement.lang, form).format(value);
}

/** Seconds as people say them: "2 giờ 15 phút", "3 minutes", "40 giây". */
export function span(seconds) {
  if (seconds < MINUTE) return unit(Math.max(1, Math.round(seconds)), "second");
  const minutes = Math.round(seconds / MINUTE);
  if (seconds < HOUR) return unit(minutes, "minute");
  const rest = minutes % 60;
  return [unit(Math.floor(minutes / 60), "hour"), rest ? unit(rest, "minute") : ""].join(" ").trim();
}

/** Bytes as "12,4 MB", "40 kB" or "900 byte" (powers of ten, as everywhere on these pages). */
export function size(bytes) {
  if (bytes < 1e3) return unit(bytes, "byte");
  const large = bytes >= 1e6;
  const form = { style: "unit", unit: large ? "megabyte" : "kilobyte", maximumFractionDigits: large ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, form).format(bytes / (large ? 1e6 : 1e3));
}
