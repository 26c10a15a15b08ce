// The style of drawings: in each of them, bound to its class, so that a page is none the wiser. Renderers
// that know no variables take the colour before; a page may set the variables, or the classes.
#pragma once

namespace parley::diagram {

inline constexpr const char* svg_style = R"(
.parley-diagram text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328;fill:var(--parley-ink,#1f2328);white-space:pre}
.parley-diagram .ground{fill:#ffffff;fill:var(--parley-ground,#ffffff)}
.parley-diagram .lifeline{stroke:#c4ccd4;stroke:var(--parley-line,#c4ccd4);stroke-width:1.5}
.parley-diagram .gap{stroke-dasharray:2 5}
.parley-diagram .head{fill:#eef1f4;fill:var(--parley-head,#eef1f4);stroke:#c4ccd4;stroke:var(--parley-line,#c4ccd4)}
.parley-diagram .process .head{fill:#ddf4ff;fill:var(--parley-process,#ddf4ff);stroke:#54aeff;stroke:var(--parley-process-line,#54aeff)}
.parley-diagram .outside .head,.parley-diagram .name-server .head{fill:none;stroke-dasharray:4 3}
.parley-diagram .name{font:600 13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;text-anchor:middle}
.parley-diagram .detail{font-size:11px;text-anchor:middle;fill:#59636e;fill:var(--parley-quiet,#59636e)}
.parley-diagram .words{text-anchor:middle}
.parley-diagram .label{text-anchor:middle;paint-order:stroke;stroke:#ffffff;stroke:var(--parley-ground,#ffffff);stroke-width:4px;stroke-linejoin:round}
.parley-diagram .loop .label{text-anchor:start}
.parley-diagram .shaft{stroke:#0969da;stroke:var(--parley-accent,#0969da);stroke-width:1.5;fill:none}
.parley-diagram .tip{fill:#0969da;fill:var(--parley-accent,#0969da);stroke:none}
.parley-diagram .connect .shaft,.parley-diagram .eof .shaft,.parley-diagram .query .shaft,.parley-diagram .alert .shaft,.parley-diagram .unread .shaft{stroke:#59636e;stroke:var(--parley-quiet,#59636e)}
.parley-diagram .connect .tip,.parley-diagram .eof .tip,.parley-diagram .query .tip,.parley-diagram .alert .tip,.parley-diagram .unread .tip{fill:#59636e;fill:var(--parley-quiet,#59636e)}
.parley-diagram .connect .label,.parley-diagram .eof .label,.parley-diagram .query .label,.parley-diagram .alert .label,.parley-diagram .unread .label,.parley-diagram .folded .words{fill:#59636e;fill:var(--parley-quiet,#59636e)}
.parley-diagram .connect .shaft,.parley-diagram .query .shaft,.parley-diagram .alert .shaft,.parley-diagram .refused .shaft,.parley-diagram .lost .shaft,.parley-diagram .unread .shaft{stroke-dasharray:5 4}
.parley-diagram .trouble .cross{stroke-dasharray:none}
.parley-diagram .box{fill:#fff8c5;fill:var(--parley-note,#fff8c5);stroke:#d4a72c;stroke:var(--parley-note-line,#d4a72c)}
.parley-diagram .trouble .box{fill:#ffebe9;fill:var(--parley-trouble-box,#ffebe9);stroke:#cf222e;stroke:var(--parley-trouble,#cf222e)}
.parley-diagram .failure .box{fill:#cf222e;fill:var(--parley-trouble-deep,#cf222e)}
.parley-diagram .failure .words{fill:#ffffff;font-weight:600}
.parley-diagram .band{fill:#ffebe9;fill:var(--parley-trouble-box,#ffebe9);opacity:.55}
.parley-diagram .trouble .shaft{stroke:#cf222e;stroke:var(--parley-trouble,#cf222e);stroke-width:2}
.parley-diagram .trouble .tip{fill:#cf222e;fill:var(--parley-trouble,#cf222e)}
.parley-diagram .trouble .label,.parley-diagram .error .words,.parley-diagram .waiting .words{fill:#a40e26;fill:var(--parley-trouble-ink,#a40e26)}
.parley-diagram .reset .label{font-weight:700}
@media (prefers-color-scheme:dark){.parley-diagram{--parley-ground:#0d1117;--parley-ink:#e6edf3;--parley-quiet:#9198a1;--parley-line:#3d444d;--parley-head:#1c2128;--parley-process:#121d2f;--parley-process-line:#316dca;--parley-accent:#539bf5;--parley-note:#2a2211;--parley-note-line:#9e6a03;--parley-trouble:#f85149;--parley-trouble-deep:#b62324;--parley-trouble-box:#3a1518;--parley-trouble-ink:#ff9492}}
)";

}  // namespace parley::diagram
