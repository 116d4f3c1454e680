"""What may be asked: every spelling of an address that is not out in the world is refused."""

import ipaddress

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from kith.base.outside import Forbidden, parse_address
from kith.base.outside.addresses import is_outside, may_connect, next_address

USUAL = frozenset({80, 443})

INSIDE = (
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:10.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "2a00::1%eth0",
    "fec0::1",
    "ff02::1",
)
OUTSIDE = (
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "223.255.255.255",
    "64:ff9b::8.8.8.8",
    "2001:4860:4860::8888",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80b::200e",
)


@pytest.mark.parametrize("text", INSIDE)
def test_what_is_not_out_in_the_world_is_closed(text: str) -> None:
    assert not is_outside(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", OUTSIDE)
def test_the_world_is_open(text: str) -> None:
    assert is_outside(ipaddress.ip_address(text))


@given(some.ip_addresses(v=4))
@example(ipaddress.IPv4Address("127.0.0.1"))
def test_no_wrapping_opens_a_closed_address(inner: ipaddress.IPv4Address) -> None:
    """Mapped, compatible, translated, tunnelled: what is inside stays inside."""
    number = int(inner)
    wrapped = (
        number,  # IPv4-compatible
        0xFFFF << 32 | number,  # mapped
        0xFFFF << 48 | number,  # translated
        0x2002 << 112 | number << 80,  # 6to4
        0x2001 << 112 | (number ^ 0xFFFF_FFFF),  # Teredo
        0x64FF9B0001 << 80 | number,  # NAT64 of one's own network
    )
    assert not any(is_outside(ipaddress.IPv6Address(one)) for one in wrapped)
    nat64 = ipaddress.IPv6Address(0x64FF9B << 96 | number)
    assert is_outside(nat64) == is_outside(inner)


@given(some.ip_addresses())
def test_nothing_that_python_calls_private_is_open(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    special = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_unspecified
    if special or ip.is_reserved:
        assert not is_outside(ip) or ip in ipaddress.IPv6Network("64:ff9b::/96")


@given(some.integers(1, 65535))
def test_other_ports_are_closed(port: int) -> None:
    world, own = ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("127.0.0.1")
    assert may_connect(world, port, ports=USUAL, loopback=True) == (port in USUAL)
    assert may_connect(own, port, ports=USUAL, loopback=True)
    assert not may_connect(own, port, ports=USUAL, loopback=False)


def test_loopback_opens_this_machine_and_nothing_else() -> None:
    for text in ("10.0.0.1", "169.254.169.254", "0.0.0.0", "fe80::1", "fd00::1", "2002:7f00:1::"):
        assert not may_connect(ipaddress.ip_address(text), 80, ports=USUAL, loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "kith.example",
        "//kith.example/",
        "ftp://kith.example/",
        "file:///etc/passwd",
        "gopher://kith.example/",
        "unix:/var/run/docker.sock",
        "http://",
        "http:///path",
        "http://user@kith.example/",
        "http://user:word@kith.example/",
        "http://kith.example:0/",
        "http://kith.example:99999/",
        "http://kith.example:eighty/",
        "http://kith.example\\@10.0.0.1/",
        "http://kith.example/\r\nX: 1",
        "http://kith\t.example/",
        "http://kith example/",
        "http://ki%74h.example/",
        "http://-kith.example/",
        "http://kith..example/",
        "http://./",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://1.2.3.4.5/",
        "http://kith.256/",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://[::1]x/",
        "http://" + "a" * 64 + ".example/",
        "http://kith.example/" + "a" * 4000,
    ],
)
def test_what_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(Forbidden):
        parse_address(url)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://kith.example", "https://kith.example/"),
        (" HTTPS://Kith.Example:443/A?b=c#d ", "https://kith.example/A?b=c"),
        ("http://kith.example.:8080/", "http://kith.example:8080/"),
        ("https://bücher.example/ü?q=ü", "https://xn--bcher-kva.example/%C3%BC?q=%C3%BC"),
        ("https://kith.example/a b%20c", "https://kith.example/a%20b%20c"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://[2A00:1450:0:0:0:0:0:1]/", "http://[2a00:1450::1]/"),
        ("http://my_site.example/", "http://my_site.example/"),
    ],
)
def test_an_address_has_one_spelling(url: str, plain: str) -> None:
    assert str(parse_address(url)) == plain


@given(some.text(max_size=60))
@example("[")
def test_parsing_gives_an_address_or_refuses(text: str) -> None:
    """Whatever comes, it is read the same way again, or refused."""
    for url in (text, f"http://{text}", f"http://kith.example/{text}"):
        try:
            address = parse_address(url)
        except Forbidden:
            continue
        assert parse_address(str(address)) == address
        assert str(address).isascii()
        assert str(address).isprintable()


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("/b", "https://kith.example/b"),
        ("b", "https://kith.example/dir/b"),
        ("//other.example/", "https://other.example/"),
        ("http://other.example/ü", "http://other.example/%C3%BC"),
        ("?x", "https://kith.example/dir/a?x"),
    ],
)
def test_a_redirect_is_read_from_where_one_is(location: str, there: str) -> None:
    assert str(next_address(parse_address("https://kith.example/dir/a"), location)) == there


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://[", "javascript:1", "http://a@b/"])
def test_a_redirect_out_of_the_web_is_refused(location: str) -> None:
    with pytest.raises(Forbidden):
        next_address(parse_address("https://kith.example/"), location)
