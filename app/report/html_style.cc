#include "app/report/html_style.h"

namespace dcmscrub {

// Contrast of text is 4.5 or more in both schemes. Nothing is told by colour
// alone. In print the first page holds what is signed.
std::string_view ReportStyle() {
  return R"css(
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de;
  --box: #f6f8fa; --good: #1a7f37; --good-box: #e6f6ea; --mixed: #8a5a00;
  --mixed-box: #fff5dc; --bad: #b3261e; --bad-box: #fdebea; --plot: #0a5fb4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171b; --ink: #e6e9ed; --soft: #a3acb7; --line: #39414b;
    --box: #1d2126; --good: #5fce80; --good-box: #17301f; --mixed: #e8b64a;
    --mixed-box: #33290f; --bad: #ff8f87; --bad-box: #3a1a18; --plot: #6db3ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 62rem;
  background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
}
header p, footer { color: var(--soft); }
header p { margin: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
.verdict {
  margin: 1.25rem 0; padding: 1rem 1.25rem; border-radius: .5rem;
  border: 1px solid var(--line); border-left: .5rem solid var(--soft);
  background: var(--box);
}
.verdict h2 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
.verdict p { margin: 0; }
.verdict.good { border-left-color: var(--good); background: var(--good-box); }
.verdict.good h2 { color: var(--good); }
.verdict.mixed { border-left-color: var(--mixed); background: var(--mixed-box); }
.verdict.mixed h2 { color: var(--mixed); }
.verdict.bad { border-left-color: var(--bad); background: var(--bad-box); }
.verdict.bad h2 { color: var(--bad); }
.remarks { list-style: none; margin: .75rem 0 0; padding: 0; }
.remarks li { margin: .3rem 0; padding-left: 1.6rem; position: relative; }
.remarks li::before { position: absolute; left: .15rem; content: "\2022"; }
.remarks .bad::before { content: "\2716"; color: var(--bad); }
.remarks .mixed::before { content: "\25B2"; color: var(--mixed); }
.remarks .bad { font-weight: 600; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0; padding: 0; }
.figures div {
  flex: 1 1 8rem; border: 1px solid var(--line); border-radius: .5rem;
  padding: .5rem .75rem;
}
.figures dt { color: var(--soft); font-size: .875rem; }
.figures dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.table { overflow-x: auto; margin: .75rem 0; }
.table:focus-visible { outline: 2px solid var(--plot); }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; color: var(--soft); padding: 0 0 .35rem; }
th, td {
  text-align: left; vertical-align: top; font-weight: 400;
  padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line);
}
thead th { color: var(--soft); font-size: .875rem; border-bottom-width: 2px; }
th:last-child, td:last-child { padding-right: 0; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.more { color: var(--soft); }
.facts { display: grid; grid-template-columns: max-content 1fr; margin: 0; }
.facts dt { color: var(--soft); padding: .2rem 1.25rem .2rem 0; }
.facts dd { margin: 0; padding: .2rem 0; overflow-wrap: anywhere; }
figure { margin: 1rem 0; }
figcaption { color: var(--soft); font-size: .9375rem; }
svg { display: block; width: 100%; height: auto; max-height: 14rem; }
svg text { fill: var(--soft); font-size: 11px; }
svg .line { fill: none; stroke: var(--plot); stroke-width: 2; }
svg .area { fill: var(--plot); opacity: .15; }
svg .axis { stroke: var(--line); stroke-width: 1; }
.sign { display: grid; grid-template-columns: 2fr 1fr 2fr; gap: 1.5rem; }
.sign div {
  border-top: 1px solid var(--ink); margin-top: 3rem; padding-top: .25rem;
  color: var(--soft); font-size: .875rem;
}
.series { border-top: 1px solid var(--line); padding: .75rem 0; }
.series h3 { margin: 0 0 .5rem; font-weight: 600; }
.look { color: var(--mixed); font-weight: 600; }
.pictures { display: flex; flex-wrap: wrap; gap: .75rem; }
.pictures figure { margin: 0; flex: 0 1 auto; min-width: 0; max-width: 100%; }
.pictures img {
  display: block; max-width: 100%; height: auto; background: #000;
  border: 1px solid var(--line);
}
.none {
  border: 1px dashed var(--line); padding: 1rem; max-width: 16rem;
  color: var(--soft); font-size: .875rem;
}
footer { margin-top: 3rem; font-size: .875rem; }
@media (max-width: 36rem) {
  .facts { grid-template-columns: 1fr; }
  .facts dt { padding-bottom: 0; }
  .facts dd { padding-top: 0; }
  .sign { grid-template-columns: 1fr; gap: 0; }
  th, td { padding-right: .5rem; }
}
@media print {
  :root {
    --page: #fff; --ink: #000; --soft: #444; --line: #bbb; --box: #fff;
    --good: #000; --good-box: #fff; --mixed: #000; --mixed-box: #fff;
    --bad: #000; --bad-box: #fff; --plot: #000;
  }
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .details { break-before: page; }
  .table { overflow: visible; }
  thead { display: table-header-group; }
  tr, figure, .series, .verdict, .sign { break-inside: avoid; }
}
)css";
}

}  // namespace dcmscrub
