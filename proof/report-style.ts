/** The look of report.html: light and dark by the reader's system, paper when printed. */
export const style = `
:root{--paper:#fbfaf7;--card:#fff;--ink:#1c2321;--soft:#5a6662;--line:#e0ddd5;--code:#f3f1eb;--brand:#17594a;
--good:#1d6b47;--good-bg:#e3f2e9;--bad:#a32618;--bad-bg:#fbe6e2;--open:#7a5300;--open-bg:#fbefd5}
@media(prefers-color-scheme:dark){:root{--paper:#121715;--card:#1a201e;--ink:#e8ece9;--soft:#9fada8;--line:#2f3835;--code:#141917;--brand:#7fd0b8;
--good:#7fd6a4;--good-bg:#173526;--bad:#ff9f91;--bad-bg:#43201b;--open:#f0c265;--open-bg:#3b2e12}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,main{max-width:64rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:3rem;padding-bottom:1rem}
.kind{margin:0;color:var(--soft);font-weight:600;letter-spacing:.02em}
h1{margin:.25rem 0 .5rem;font-size:clamp(2rem,6vw,3.25rem);line-height:1.1;letter-spacing:-.02em;text-wrap:balance}
.good h1{color:var(--good)}.bad h1{color:var(--bad)}.open h1{color:var(--open)}
.lead{max-width:44rem;margin:0 0 1.5rem;font-size:1.125rem;overflow-wrap:anywhere}
h2{margin:3rem 0 1rem;font-size:1.5rem;letter-spacing:-.01em}
h3{margin:0 0 .25rem;font-size:1.125rem;line-height:1.35;text-wrap:pretty}
a{color:var(--brand)}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.8125rem}
.counts{display:flex;flex-wrap:wrap;gap:.75rem;margin:0 0 1.5rem;padding:0;list-style:none}
.counts li{min-width:8.5rem;padding:.75rem 1rem;border-radius:.75rem}
.counts strong{display:block;font-size:2rem;line-height:1.1;font-variant-numeric:tabular-nums}
html .counts .none{background:var(--code);color:var(--soft)}
.counts .passed,.badge.passed{background:var(--good-bg);color:var(--good)}
.counts .failed,.badge.failed{background:var(--bad-bg);color:var(--bad)}
.counts .not-run,.badge.not-run{background:var(--open-bg);color:var(--open)}
dl{margin:0;border-top:1px solid var(--line)}
dl div{display:grid;grid-template-columns:7.5rem 1fr;gap:1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.aftermath{margin:1.5rem 0 0;padding:1rem 1rem 1rem 2.25rem;border-radius:.75rem;background:var(--open-bg);color:var(--open)}
.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.9375rem}
th{padding:.5rem .75rem .5rem 0;border-bottom:2px solid var(--line);color:var(--soft);font-weight:600;text-align:left}
td{padding:.625rem .75rem .625rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td:nth-child(2){min-width:14rem}td:nth-child(2) a{color:inherit;text-decoration-color:var(--line);text-underline-offset:.2em}
td:nth-child(2) a:hover{text-decoration-color:currentColor}
.reason{margin:.25rem 0 0;font-size:.875rem;overflow-wrap:anywhere}.failed .reason{color:var(--bad)}.not-run .reason{color:var(--open)}
.clauses{min-width:11rem;color:var(--soft);font-size:.875rem}
.badge{display:inline-block;padding:.125rem .5rem;border-radius:1rem;font-size:.8125rem;font-weight:600;white-space:nowrap;vertical-align:.1em}
article{margin:0 0 1rem;padding:1.25rem 1.5rem;border:1px solid var(--line);border-radius:.875rem;background:var(--card);scroll-margin-top:1rem}
article.failed{border-color:var(--bad)}
article>p{max-width:46rem;margin:.5rem 0;overflow-wrap:anywhere}
.meta{color:var(--soft);font-size:.875rem}
.why{padding:.75rem 1rem;border-radius:.5rem;overflow-wrap:anywhere}
.failed .why{background:var(--bad-bg);color:var(--bad)}.not-run .why{background:var(--open-bg);color:var(--open)}
.checks{margin:.75rem 0;padding:0;list-style:none}
.checks li{display:grid;grid-template-columns:1.25rem 1fr;padding:.25rem 0}
.checks .passed .mark{color:var(--good)}.checks .failed{color:var(--bad)}
.seen{color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
.seen::before{content:"· "}
.checks .failed .seen{color:inherit}
details{border-top:1px solid var(--line)}
summary{padding:.625rem 0;cursor:pointer}
summary:focus-visible,a:focus-visible{outline:2px solid var(--brand);outline-offset:2px}
.tag{display:inline-block;min-width:3.25rem;padding:.0625rem .5rem;border:1px solid var(--line);border-radius:.375rem;color:var(--soft);font-size:.75rem;font-weight:600;text-align:center}
pre{max-height:28rem;margin:0 0 .5rem;padding:.875rem 1rem;overflow:auto;border-radius:.5rem;background:var(--code);line-height:1.5;tab-size:2}
.more{margin:0 0 .75rem;color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:1rem;margin-top:1rem}
figure{margin:0}figure img{display:block;width:100%;height:13rem;object-fit:cover;object-position:top;border:1px solid var(--line);border-radius:.5rem}
figcaption{margin-top:.375rem;color:var(--soft);font-size:.875rem}
.check{margin-bottom:0}main>section:last-child{margin-bottom:4rem}.check p{max-width:46rem}
@media(max-width:40rem){header{padding-top:1.5rem}article{padding:1rem}dl div{grid-template-columns:1fr;gap:0}.counts li{min-width:0;flex:1}
table,tbody,tr,td{display:block}thead{display:none}tr{padding:.75rem 0;border-bottom:1px solid var(--line)}td{padding:.125rem 0;border:0}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--code:#f5f5f5;--brand:#000;--good:#0b5a33;--good-bg:#eef7f1;--bad:#8d1a0e;--bad-bg:#fdf0ee;--open:#6a4700;--open-bg:#fdf6e6}
body{font-size:10.5pt}header{padding-top:0}article{break-inside:auto;border-radius:0;border-width:1px 0 0;padding:.75rem 0}h2,h3,.meta{break-after:avoid}figure,li,tr{break-inside:avoid}
details::details-content{content-visibility:visible;display:block;block-size:auto}pre{max-height:none;overflow:visible;white-space:pre-wrap;overflow-wrap:anywhere}figure img{height:auto}}
`;
