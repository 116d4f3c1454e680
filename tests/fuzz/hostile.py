"""What attackers and careless clients send, by kind. Each text is marked, so that a page can be searched for it."""

# A page that shows these unescaped holds one of the marks; escaped they read `&lt;kithevil` and `&#34; onkithevil`.
MARKS = (b"<kithevil", b'" onkithevil', b"' onkithevil", b'href="javascript:', b"href='javascript:", b'src="data:text')

MARKUP = (
    "<kithevil src=x onerror=alert(1)>",
    '"><kithevil>',
    '" onkithevil="alert(1)',
    "' onkithevil='alert(1)",
    "</textarea></script><kithevil>",
    "<!--<kithevil>-->",
    "javascript:alert(1)",
    "data:text/html,<kithevil>",
    "&lt;kithevil&gt; &amp;lt;kithevil&amp;gt;",
    'https://a.example/<kithevil>" onkithevil="x',
    "#<kithevil> @<kithevil> :<kithevil>:",
)
FRAGMENTS = (
    "'; DROP TABLE posts; --",
    '" OR 1=1 /*',
    "%(id)s %s {0} {name} {{ 7*7 }} {% for a in b %}",
    "${7*7} #{7*7} $(id) `id`",
    "../../../../etc/passwd",
    "..%2f..%2f%00",
    "%00%0d%0aSet-Cookie:%20evil=1",
    "a\r\nSet-Cookie: evil=1\r\n\r\n<kithevil>",
    "\\x00\\u0000",
    "//evil.example/",
    "https://evil.example",
    "//[",
    "http://[::1 http://a.example:99999/ http://a.example:x/",
    "%",
    "_%\\",
)
UNICODE = (
    "a\0b",
    "\u202e\u2066evil\u2069\u202c\u202d",
    "\u200b\u200d\ufeff\u2060",
    "\u0301" * 400 + "z" + "\u0489" * 400,
    "👩‍👩‍👧‍👦" * 40,
    "\U000e0041\U000e0042\ufffe\uffff\U0010ffff",
    "ﷺ" * 60,
    "İıſK",
    "\ud800",
    "ok\udfff",
    " \t\n\r\x0b\x0c\x85\xa0\u3000",
    "\u2028\u2029",
    "١٢٣",
)
NUMBERS = (
    "0", "-1", "1", "9" * 18, "9223372036854775807", "9223372036854775808", "-9223372036854775808", "9" * 400,
    "1e9", "1e400", "NaN", "Infinity", "-inf", "0x10", "1_000", "1.5", "٣", " 7 ", "+1", "²",
)  # fmt: skip
TIMES = (
    "0000-00-00T00:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "2026-03-02T09:00:00Z",
    "2026-02-30", "2026-W10", "2099-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "10000-01-01", "now",
)  # fmt: skip
WORDS = ("", "on", "off", "true", "null", "None", "undefined", "[]", "{}", "everyone", "public", "mentioned", "owner")
LONG = ("x" * 5_001, "é" * 20_000, "@ana " * 4_000, "https://a.example/ " * 3_000, "#" * 30_000, "[" * 20_000)

TEXTS: tuple[str, ...] = MARKUP + FRAGMENTS + UNICODE + NUMBERS + TIMES + WORDS + LONG

# As JSON gives them; `\ud800` alone is legal JSON and no text.
JSON_VALUES = (
    "null", "true", "-1", "1e400", "0.5", "9" * 400, "[]", "{}", '[[[[["x"]]]]]', '["a","a",null,1]',
    '{"a":{"b":{"c":[{}]}}}', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"<kithevil>"', "[" * 200 + "]" * 200,
    '[{"id":"1"},{"id":[]}]', '{"0":"x","1":"y"}', '["' + "x" * 3_000 + '"]', '"9223372036854775808"',
)  # fmt: skip

# Whole bodies that are not what their content type says.
BROKEN_JSON = (
    b"", b"{", b"[]", b"null", b'"x"', b"7", b"\xff\xfe{}", b"\xef\xbb\xbf{}", b'{"a":"\xff"}', b"{'a':1}",
    b'{"a":NaN}', b"[" * 100_000, b'{"a":' * 100_000, b'{"a":1,"a":2}', b'{"\\ud800":1}', b'{"":""}', b"\0" * 64,
)  # fmt: skip
BROKEN_FORMS = (
    b"%", b"a=%ff%fe", b"=%00", b"&&&&", b"a" * 100_000, b"&".join(b"a=1" for _ in range(2_000)),
    b"a[b]=1&a=2", b"a=1&a[b]=2", b"a[][][]=1", b"a[b][c][d][e][f][g][h]=1", b"[]=1", b"]]]=1", b"[[[[=1", b"a[=1",
    b"text[]=1&text=2&text[a]=3", b"\xff\xfe=\x80", b"name=\xed\xa0\x80", b"a=1;b=2", b"csrf[]=1&csrf[a]=2",
)  # fmt: skip
BOUNDARY = "kithboundary"
BROKEN_MULTIPART = (
    b"", b"--kithboundary", b"--kithboundary--\r\n", b"garbage", b"--kithboundary\r\n\r\nno head\r\n--kithboundary--",
    b'--kithboundary\r\nContent-Disposition: form-data; name="text"\r\n\r\nnever ends',
    b'--kithboundary\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--kithboundary--\r\n',
    b'--kithboundary\r\nContent-Disposition: form-data; name="text"; filename="a\0b"\r\n\r\nx\r\n--kithboundary--\r\n',
    b'--kithboundary\r\nContent-Disposition: form-data; name="\xff\xfe"\r\n\r\n\xff\r\n--kithboundary--\r\n',
    b'--kithboundary\r\nContent-Disposition: form-data; name="file"; filename="../../x.svg"\r\n'
    b"Content-Type: image/svg+xml\r\n\r\n<svg onload=alert(1)>\r\n--kithboundary--\r\n",
    b"--kithboundary\r\n" + b"X: y\r\n" * 5_000 + b"\r\n\r\n--kithboundary--\r\n",
    b"".join(
        b'--kithboundary\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' for _ in range(400)
    ) + b"--kithboundary--\r\n",
    b"".join(
        b'--kithboundary\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nx\r\n' for _ in range(20)
    ) + b"--kithboundary--\r\n",
)  # fmt: skip

HEADERS: tuple[tuple[str, bytes], ...] = (
    ("content-type", b""),
    ("content-type", b"\xff\xfe"),
    ("content-type", b"multipart/form-data"),
    ("content-type", b"multipart/form-data; boundary="),
    ("content-type", b'multipart/form-data; boundary="' + b"x" * 4_000 + b'"'),
    ("content-type", b"application/x-www-form-urlencoded; charset=utf-7"),
    ("content-type", b"application/json; charset=utf-16"),
    ("content-type", b"text/xml"),
    ("content-length", b"-1"),
    ("content-length", b"999999999999"),
    ("accept", b"\xff"),
    ("accept", b"application/json"),
    ("accept-language", b"x-\xff;q=9,,;;;q=NaN,*;q=-1," + b"a," * 2_000),
    ("authorization", b"Bearer "),
    ("authorization", b"Bearer kith_1_1_\xff"),
    ("authorization", b"Bearer kith_" + b"9" * 400),
    ("authorization", b"Bearer kithapp_1_1_x"),
    ("authorization", b"Basic \xff"),
    ("authorization", b"Basic " + b"A" * 4_000),
    ("cookie", b"kith_session=\xff\xfe; kith_form=\xff; kith_zone=%FF%00; kith_language=../../x"),
    ("cookie", b"kith_session=1.1.; kith_form=" + b"x" * 8_000),
    ("cookie", b'kith_session=11.99999999999999999999.x; kith_zone=../../etc/passwd; kith_theme="><kithevil>'),
    ("host", b"evil.example"),
    ("host", b"\xff\0"),
    ("origin", b"http://[::1"),
    ("origin", b"null"),
    ("referer", b"http://[::1"),
    ("referer", b"javascript:alert(1)"),
    ("referer", b"http://kith.test//evil.example/\r\nx"),
    ("x-forwarded-for", b"\xff, ::1%\xff, 999.1.1.1, [::"),
    ("x-forwarded-for", b"1.1.1.1," * 2_000),
    ("x-request-id", b"\xff<kithevil>"),
    ("if-none-match", b'"\xff", W/"x", *'),
    ("last-event-id", b"1-1,2-2,\xff"),
    ("user-agent", b"\xff" * 2_000),
    ("idempotency-key", b"\xff" * 200),
    ("idempotency-key", b"x" * 4_000),
    ("hx-request", b"true"),
    ("range", b"bytes=9-1,-99999999999999999999"),
)
