#include "report/html/Style.h"

namespace kverdict {

// What may be wider than the screen (code, tables) scrolls in a box of its own, never the page. No colour stands alone:
// a sign or a word says the same.
const char *const PageStyle = R"(
:root{color-scheme:light dark;--bg:#fff;--fg:#1f2328;--soft:#59636e;--line:#d1d9e0;--box:#f6f8fa;--link:#0757ba;
--bad:#b31d28;--badbg:#ffebe9;--nowword:#ffe07a;--warn:#7d4e00;--warnbg:#fff8c5;--good:#116329;--goodbg:#dafbe1;--lit:#fff3b0}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--soft:#9ea7b3;--line:#3d444d;--box:#161b22;
--link:#6cb6ff;--bad:#ff8f88;--badbg:#3c1618;--nowword:#6b4f00;--warn:#e3b341;--warnbg:#2e2405;--good:#5bd075;
--goodbg:#10281a;--lit:#3d3410}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:84rem;padding:1.25rem;background:var(--bg);color:var(--fg);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;tab-size:8}
h1 code{font-size:inherit}
h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 .6rem}
h2{font-size:1.25rem;line-height:1.3;margin:0 0 .4rem}
h3{font-size:1.05rem;margin:0}h3 code{font-size:1rem;font-weight:700}
h4{font-size:.9rem;margin:0 0 .4rem;color:var(--soft);font-weight:600}
p{margin:.4rem 0}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--bg);padding:.3rem .6rem}
.soft{color:var(--soft)}.nb{white-space:nowrap}
.sums{display:flex;flex-wrap:wrap;gap:.4rem;list-style:none;padding:0;margin:.6rem 0}
.tag{display:inline-block;border:1px solid var(--line);border-radius:1rem;padding:0 .65rem;font-size:.875rem;
font-weight:600;white-space:nowrap;background:var(--box)}
.tag.bad{color:var(--bad);border-color:currentColor;background:var(--badbg)}
.tag.warn{color:var(--warn);border-color:currentColor;background:var(--warnbg)}
.tag.good{color:var(--good);border-color:currentColor;background:var(--goodbg)}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.1rem .9rem;margin:.6rem 0;font-size:.9rem}
.facts dt::first-letter{text-transform:uppercase}.facts dt{color:var(--soft)}.facts dd{margin:0}
.wrong{border:1px solid var(--line);border-left:.35rem solid var(--bad);border-radius:.4rem;padding:.7rem 1rem;
margin:1rem 0}
.wrong.changed{border-left-color:var(--warn)}
.wrong.calm{border-left-color:var(--good)}
.wrong h2{margin-bottom:.3rem}
.wrong ol{margin:0;padding-left:1.4rem}.wrong li{margin:.7rem 0}
.wrong li>p{margin:.1rem 0}.wrong pre.code{margin:.3rem 0;max-width:48rem}
.wrong .l{padding-left:.5rem}
.arrow del,.arrow ins{text-decoration:none;font-weight:700;border-radius:.2rem;padding:0 .25rem}
.arrow del{background:var(--line)}.arrow ins{background:var(--nowword)}
section.patch{border-top:2px solid var(--line);margin-top:2rem;padding-top:1rem}
article{border:1px solid var(--line);border-radius:.5rem;margin:1rem 0}
article>header{display:flex;flex-wrap:wrap;gap:.3rem .7rem;align-items:baseline;padding:.6rem .9rem;
background:var(--box);border-bottom:1px solid var(--line);border-radius:.5rem .5rem 0 0}
article>header .place{margin-left:auto;font-size:.85rem}
.two{display:grid;grid-template-columns:minmax(0,11fr) minmax(0,9fr);gap:1rem;padding:.9rem}
@media(max-width:64rem){.two{grid-template-columns:minmax(0,1fr)}}
article>details,article>p{margin:0 .9rem .7rem}
summary{cursor:pointer;font-size:.9rem;padding:.25rem 0}
.scroll{overflow-x:auto;max-width:100%}
.code{border:1px solid var(--line);border-radius:.35rem;margin:0;background:var(--bg)}
pre.code>span{display:inline-block;min-width:100%;padding:.25rem 0;vertical-align:top}
.l{display:block;white-space:pre;padding-right:1rem}
.c{display:inline-block;white-space:pre}
.n{display:inline-block;width:3.6rem;padding-right:.7rem;text-align:right;color:var(--soft);user-select:none}
.l.add{background:var(--goodbg)}.l.del{background:var(--badbg)}
.l.at{box-shadow:inset .25rem 0 var(--bad)}
.l.asked{box-shadow:inset .25rem 0 var(--warn)}
.l.lit{background:var(--lit);box-shadow:inset .25rem 0 var(--warn)}
.l.head{color:var(--soft);background:var(--box)}
.l .say{font:italic 13px/1.5 system-ui,sans-serif;color:var(--warn);padding-left:1.2rem}
.comment{border:1px solid var(--line);border-left:.3rem solid var(--soft);border-radius:.35rem;padding:.6rem .8rem;
margin:.5rem 0 .5rem .8rem;background:var(--box)}
.comment.change{border-left-color:var(--warn)}.comment.error{border-left-color:var(--bad)}.comment.warning{border-left-color:var(--warn)}
.comment .ask{font-weight:600;font-size:1.02rem;margin-top:0}
.comment ul{margin:.2rem 0;padding-left:1.2rem}
.comment pre.code{margin:.3rem 0}
.comment .what{font-size:.8rem;color:var(--soft);margin:0}
.level{font-weight:700}.error .level{color:var(--bad)}.warning .level{color:var(--warn)}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--soft);font-weight:600;padding-bottom:.3rem}
th,td{border:1px solid var(--line);padding:.35rem .55rem;text-align:left;vertical-align:top}
thead th{background:var(--box);white-space:nowrap}
tbody th{font-weight:400}
td.was,td.now{white-space:nowrap}
table.rows th[scope=row]{min-width:12rem;overflow-wrap:break-word}
.open td{min-width:9rem;overflow-wrap:break-word}
th .way{margin-top:.4rem}
ul.and li+li::before{content:"and ";color:var(--soft);font-size:.85rem}
td del,td ins{text-decoration:none;font-weight:700;border-radius:.2rem;padding:0 .25rem}
td.now{background:var(--warnbg)}td.now ins{background:var(--nowword)}td.was del{background:var(--line)}
td.long{white-space:normal;min-width:9rem;overflow-wrap:break-word}
.way{display:block;font-size:.78rem;color:var(--soft)}
ul.plain{list-style:none;margin:0;padding:0}
.patches td:first-child{white-space:nowrap}
.patches .sums{margin:0}
summary h2{display:inline}.num{text-align:right;white-space:nowrap}
table.sweep th[scope=row]{min-width:12rem;overflow-wrap:anywhere}
.bar{display:block;height:.35rem;margin-top:.2rem;background:var(--link);border-radius:.2rem}
footer{border-top:1px solid var(--line);margin-top:2.5rem;padding-top:.8rem;font-size:.85rem;color:var(--soft)}
figure{margin:1rem 0}figure svg{max-width:none;height:auto}
@media(max-width:40rem){body{padding:.75rem}code,pre{tab-size:4;font-size:12px}.n{width:2.7rem;padding-right:.5rem}
article>header .place{margin-left:0}.two{padding:.6rem}.comment{margin-left:0}
dl.facts{grid-template-columns:minmax(0,1fr)}.facts dd{margin-bottom:.3rem}
table.rows thead{position:absolute;left:-99rem}table.rows tr,table.rows td,table.rows th[scope]{display:block;border:0}
table.rows tr{border:1px solid var(--line);margin-bottom:.5rem}
table.rows td[data-of]::before{content:attr(data-of) ": ";color:var(--soft);font-size:.8rem}}
@media print{.skip{display:none}article{break-inside:avoid}}
)";

} // namespace kverdict
