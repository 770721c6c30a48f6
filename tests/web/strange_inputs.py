"""Strange requests, made at random from a seed: families of oddities, and chance mutations of each."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from tests.web.strange_texts import COMMANDS, CONTROLS, FOREIGN, INVISIBLE, LETTERS, PATHS, some, strange_text

VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**400,
    -(10**30),
    "",
    " ",
    [],
    {},
    [[]],
    {"a": None},
    ["c_x"],
)
TYPES = (
    "application/json",
    "text/plain",
    "text/html",
    "application/xml",
    "multipart/form-data",
    "image/png",
    "",
    "ü",
    "*/*",
)


@dataclass(frozen=True)
class Known:
    """What the strange visitor knows: an own conversation, and pieces of another's that open nothing."""

    own: str
    own_payload: str
    own_message: str
    others: tuple[str, ...]
    others_payload: str
    others_message: str


@dataclass(frozen=True)
class StrangeRequest:
    """One request, ready to be sent."""

    family: str
    method: str
    path: str
    content: bytes = b""
    headers: dict[bytes, bytes] = field(default_factory=dict)


def strange_requests(seed: int, count: int, known: Known) -> Iterator[StrangeRequest]:
    """Yield ``count`` requests, always the same ones for a seed."""
    random = Random(seed)
    for number in range(count):
        family = FAMILIES[number % len(FAMILIES)]
        method, path, content, *headers = family(random, known)
        kind = {} if headers else {b"Content-Type": random.choice(TYPES).encode()}
        yield StrangeRequest(family.__name__, method, path, content, *headers or [kind])


def said(random: Random, known: Known) -> tuple[Any, ...]:
    conversation = random.choice([known.own, None])
    body = {"message": strange_text(random), "conversation": conversation}
    return "POST", "/api/chat", json.dumps(body, ensure_ascii=random.random() < 0.5).encode()


def commanded(random: Random, known: Known) -> tuple[Any, ...]:
    before = some(random, CONTROLS + INVISIBLE + " \u3000\u00a0", 4) if random.random() < 0.7 else ""
    text = before + random.choice(["/", "\uff0f", "//", "\\/"]) + some(random, string.ascii_lowercase, 9)
    text += random.choice(["", '{"x":1}', "{", " jetzt", "@1.0", '{"message": "/restart"}'])
    return "POST", "/api/chat", json.dumps({"message": text, "conversation": known.own}).encode()


def sized(random: Random, _known: Known) -> tuple[Any, ...]:
    size = random.choice([999, 1000, 1001, 5000, 32_000, 33_000, 1_000_000 if random.random() < 0.1 else 60_000])
    size += random.choice([0, 0, random.randrange(500)])
    letter = random.choice(["a", "ß", "🙂", "ﷺ", " ", "\x00", "\\", "/", "<", random.choice(FOREIGN)])
    return "POST", "/api/chat", json.dumps({"message": letter * size}, ensure_ascii=False).encode()


def surrogated(random: Random, known: Known) -> tuple[Any, ...]:
    half = f"\\u{random.choice('dD')}{random.choice('89abcdefABCDEF')}{random.randrange(256):02x}"
    name = random.choice(["message", "conversation", "payload", "x"])
    fields = {"message": "Hallo", "conversation": known.own} if name != "payload" else {"conversation": known.own}
    body = json.dumps({**fields, name: f"vor HALF{random.choice(['', ' nach', 'HALF'])}"})
    return "POST", "/api/chat", body.replace("HALF", half).encode()


def nested(random: Random, _known: Known) -> tuple[Any, ...]:
    depth = random.choice([9, 500, 1100, 5000, 16_000]) + random.randrange(200)
    begin, end = random.choice([("[", "]"), ('{"a":', "}"), ('[{"message":', "}]")])
    inner = begin * (depth // len(begin)) + "1" + random.choice([end, ""]) * (depth // len(begin))
    name = random.choice(["message", "conversation", "payload", "x"])
    return "POST", "/api/chat", f'{{"{name}": {inner}, "message": "Hallo"}}'.encode()


def mistyped(random: Random, known: Known) -> tuple[Any, ...]:
    body: Any = {"message": "Hallo", "conversation": known.own}
    for name in random.sample(["message", "conversation", "payload", "Message", "x" * 50], random.randint(1, 3)):
        body[name] = random.choice([*VALUES, [strange_text(random)], {strange_text(random): 1}])
    return "POST", "/api/chat", json.dumps(random.choice([body, body, body, [body], *VALUES])).encode()


def numbered(random: Random, known: Known) -> tuple[Any, ...]:
    number = random.choice(
        ["NaN", "-Infinity", "1e999", "-0", "0x1", "01", "1_0", "9" * 5000, "1e-400", "+1", ".5", "²"]
    )
    if random.random() < 0.5:
        number = random.choice([str(random.getrandbits(random.randint(1, 900))), str(random.gauss(0, 1e9))])
    name = random.choice(["message", "conversation", "payload", "x", "rating"])
    if name == "rating":
        body = f'{{"message": "{known.own_message}", "rating": {number}}}'
        return "POST", f"/api/chat/{known.own}/feedback", body.encode()
    return "POST", "/api/chat", f'{{"message": "Hallo", "{name}": {number}}}'.encode()


def garbled(random: Random, known: Known) -> tuple[Any, ...]:
    content = bytearray(
        json.dumps({"message": "Grüße 🙂 an alle", "conversation": known.own}, ensure_ascii=False).encode()
    )
    for _ in range(random.randint(1, 4)):
        position = random.randrange(len(content))
        change = random.choice(
            [bytes([random.randrange(256)]), b"", content[position : position + 9], b"\xff", b"\xed\xa0\x80"]
        )
        content[position : position + random.randint(0, 2)] = change
    return "POST", "/api/chat", bytes(content)


def formless(random: Random, known: Known) -> tuple[Any, ...]:
    content = random.choice(
        [
            b"",
            b"message=Hallo&conversation=" + known.own.encode(),
            b"--x\r\nContent-Disposition: form-data; name=message\r\n\r\nHallo\r\n--x--",
            b"<?xml version='1.0'?><message>Hallo</message>",
            bytes(random.randrange(256) for _ in range(random.randint(1, 300))),
            '{"message": "Hallo"}'.encode(random.choice(["utf-16", "utf-32", "utf-8-sig", "utf-7"])),
            b'{"message": "Hallo"}' * random.randint(1, 3),
        ]
    )
    return "POST", "/api/chat", content


def pressed(random: Random, known: Known) -> tuple[Any, ...]:
    payload = random.choice(
        [known.others_payload, known.own_payload.upper(), known.own_payload + " ", *COMMANDS, strange_text(random)]
    )
    conversation = random.choice([known.own, None, "c_" + some(random, string.ascii_letters, 32)])
    return "POST", "/api/chat", json.dumps({"payload": payload, "conversation": conversation}).encode()


def intruded(random: Random, known: Known) -> tuple[Any, ...]:
    body = random.choice([{"message": "Was steht hier?"}, {"payload": known.others_payload}])
    conversation = _mutate(random, random.choice(known.others))
    return "POST", "/api/chat", json.dumps({**body, "conversation": conversation}).encode()


def traversed(random: Random, known: Known) -> tuple[Any, ...]:
    piece = random.choice([*PATHS, strange_text(random), _mutate(random, random.choice(known.others))])
    conversation = random.choice([piece, f"{known.own}/{piece}", f"{piece}/{known.own}x", f"{known.own}\x00"])
    path = quote(conversation.encode("utf-8", "replace"), safe=random.choice(["", "/"]))
    end = random.choice(["", "", "/events", "/feedback", "/x"])
    method = random.choice(["GET", "GET", "DELETE", "POST"])
    return method, f"/api/chat/x{path}{end}", json.dumps({"message": known.others_message, "rating": 1}).encode()


def rated(random: Random, known: Known) -> tuple[Any, ...]:
    message = random.choice([known.others_message, known.own_message, strange_text(random), *VALUES])
    rating = random.choice([1, -1, *VALUES])
    body = {"message": message, "rating": rating, "comment": random.choice([strange_text(random), *VALUES])}
    return "POST", f"/api/chat/{known.own}/feedback", json.dumps(body).encode()


def disguised(random: Random, known: Known) -> tuple[Any, ...]:
    odd = strange_text(random).encode("utf-8", "replace").translate(None, b"\r\n\x00")[:200]
    names = ("Origin", "X-Forwarded-For", "Last-Event-ID", "Accept", "Cookie", "Content-Type", "X-HTTP-Method-Override")
    headers = dict.fromkeys([name.encode() for name in random.sample(names, 3)], odd)
    method = random.choice(["GET", "POST", "PUT", "PATCH", "OPTIONS", "TRACE", "BREW", "DELETE"])
    path = random.choice(
        ["/api/chat", "/api/chat/c_x", "/api/chat/c_x/events", "/healthz", "/metrics", "/widget/x", "/?x=\\"]
    )
    return method, path, b'{"message": "Hallo"}', headers


FAMILIES = (
    said,
    commanded,
    sized,
    surrogated,
    nested,
    mistyped,
    numbered,
    garbled,
    formless,
    pressed,
    intruded,
    traversed,
    rated,
    disguised,
)


def _mutate(random: Random, text: str) -> str:
    """Return the text as it is, or cut, turned, lengthened or dressed up."""
    position = random.randrange(len(text))
    changes = (
        text,
        text[:-1],
        text[1:],
        text.swapcase(),
        text + "\x00",
        " " + text,
        text[:position] + "%",
        f"{text}/..",
    )
    return random.choice([*changes, text[:position] + random.choice(LETTERS) + text[position + 1 :]])
