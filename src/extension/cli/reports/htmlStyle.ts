/** The style of the HTML report. Its hash stands in the page's policy, so nothing else can bring a style. */
export const htmlStyle = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1f2328, #e6e9ec);
  --soft: light-dark(#57606a, #9aa4ae);
  --page: light-dark(#ffffff, #16191d);
  --card: light-dark(#f6f7f9, #1e2227);
  --line: light-dark(#d5dae0, #363c44);
  --passed: light-dark(#1a7f37, #4ac26b);
  --failed: light-dark(#c4202b, #ff7b72);
  --error: light-dark(#a8410a, #f0883e);
  --skipped: light-dark(#5f6872, #8b949e);
  --notRun: light-dark(#6b7480, #9aa4ae);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  max-width: 64rem;
  padding: 1rem;
  background: var(--page);
  color: var(--text);
  font: 0.9375rem/1.5 system-ui, sans-serif;
}
h1 { margin: 0 0 0.5rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 1.5rem 0 0.5rem; font-size: 1.05rem; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; }
code, pre, .sent, .place { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.8125rem; }
code { overflow-wrap: anywhere; }
.note { margin: 0 0 0.75rem; padding: 0.5rem 0.75rem; border-left: 4px solid var(--error); background: var(--card); }
.counts { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
.counts b { font-size: 1.25rem; }
.bar { display: block; width: 100%; height: 0.5rem; margin: 0.5rem 0 0.75rem; border-radius: 0.25rem; }
.passed { --outcome: var(--passed); }
.failed { --outcome: var(--failed); }
.error { --outcome: var(--error); }
.skipped { --outcome: var(--skipped); }
.notRun { --outcome: var(--notRun); }
.counts li, .mark { color: var(--outcome); }
rect { fill: var(--outcome); }
dl { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; margin: 0 0 1rem; }
dt { color: var(--soft); font-size: 0.8125rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.filter { display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2rem; margin-bottom: 0.5rem; }
:root:has(#only:checked) :is(details, section).passed { display: none; }
details { margin: 0.375rem 0; border: 1px solid var(--line); border-left: 4px solid var(--outcome); border-radius: 0.375rem; background: var(--card); }
summary { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); gap: 0 0.5rem; padding: 0.5rem 0.75rem; cursor: pointer; }
summary::marker, summary::-webkit-details-marker { display: none; content: ''; }
summary .mark { font-weight: 700; text-align: center; }
.title { font-weight: 600; overflow-wrap: anywhere; }
summary:hover .title { text-decoration: underline; }
.facts { grid-column: 2; color: var(--soft); font-variant-numeric: tabular-nums; }
.sent { grid-column: 2; color: var(--soft); overflow-wrap: anywhere; }
:is(summary, input):focus-visible { outline: 2px solid light-dark(#0969da, #58a6ff); outline-offset: 2px; }
details > :not(summary) { margin: 0; padding: 0 0.75rem 0.5rem 2.5rem; }
.why { overflow-wrap: anywhere; white-space: pre-line; }
.tests { list-style: none; }
.tests li { padding-left: 1.25rem; text-indent: -1.25rem; }
.tests .mark { display: inline-block; width: 1.25rem; text-indent: 0; }
.tests p { margin: 0 0 0.375rem; color: var(--outcome); text-indent: 0; overflow-wrap: anywhere; white-space: pre-line; }
.line, .place { color: var(--soft); font-size: 0.8125rem; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--soft); }
pre .error { color: var(--failed); }
pre .warn { color: var(--error); }
footer { margin-top: 1.5rem; color: var(--soft); font-size: 0.8125rem; }
@media (min-width: 44rem) {
  summary { grid-template-columns: 1.25rem minmax(0, 1fr) auto; }
  .facts { grid-column: 3; }
  .sent { grid-column: 2 / 4; }
}
@media print {
  .filter { display: none; }
  details { break-inside: avoid; }
}
`;
