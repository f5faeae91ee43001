/** The pages' only style, inline: they load nothing. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #667085;
  --line: #e4e7ec; --back: #f5f6f8; --card: #fff; --accent: #1f6feb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3;
  --line: #2c3442; --back: #12161d; --card: #1a202a; --accent: #6ea8fe; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; }
header { padding: 14px 28px; background: #16233b; }
header a { color: #fff; font-size: 18px; font-weight: 650; text-decoration: none; }
header span { font-weight: 400; opacity: .65; margin-left: 4px; }
main { max-width: 1360px; margin: 0 auto; padding: 24px 28px 60px; }
h2 { font-size: 16px; margin: 34px 0 10px; }
h3 { font-size: 15px; margin: 0; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
.soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: 18px 20px; margin-bottom: 16px; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 34px; margin: 14px 0 4px; }
.facts b { display: block; font-size: 22px; font-weight: 650; font-variant-numeric: tabular-nums; }
.columns { color: var(--soft); font-size: 12.5px; margin-top: 10px; }
.columns code { background: var(--back); border-radius: 4px; padding: 1px 5px; }
.columns code.key { color: var(--accent); font-weight: 650; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap; }
th, td { padding: 7px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td.number, .number { text-align: right; font-variant-numeric: tabular-nums; }
td .text { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; width: 260px; }
.short, td code { white-space: nowrap; }
.message { font: 12px ui-monospace, monospace; overflow-wrap: anywhere; max-height: 72px; overflow: hidden; }
h3.events { margin: 18px 0 8px; }
h3.events .soft { font-weight: 400; font-size: 12.5px; margin-left: 8px; }
code { font: 12px ui-monospace, monospace; }
.badge { display: inline-block; border-radius: 20px; padding: 1px 9px; font-size: 12px; font-weight: 600;
  background: #d7dce5; color: #2b3546; white-space: nowrap; }
.badge.ok, .badge.available { background: #d1f0dc; color: #11643a; }
.badge.err { background: #fbd9d6; color: #94211a; }
.badge.running, .badge.creating, .badge.updating, .badge.deleting { background: #fdebc8; color: #7c4a03; }
.pages { margin: 14px 2px; display: flex; gap: 14px; }
`;
