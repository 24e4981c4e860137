from align.text.formats.markdown import markdown_blocks
from align.text.read import read_document
from align.text.split import split

TEXT = """---
title: "Есеп"
date: 2025-08-13
tags: [a, b]
---
# Жылдық *есеп*

Жиын Астанада
өтті. [Толығырақ](http://example.org) оқыңыз.

- бірінші тармақ;
- екінші тармақ.

```
print("код")
```

| Қала | Тұрғындар |
|---|---|
| Астана | 1,5 млн |
"""


def test_markdown(tmp_path):
    path = tmp_path / "есеп.md"
    path.write_text(TEXT, encoding="utf-8")
    assert [(sentence.kind, sentence.text) for sentence in split(read_document(path, "kk"))] == [
        ("date", "date 2025-08-13"),
        ("title", "Есеп"),
        ("title", "Жылдық есеп"),
        ("body", "Жиын Астанада өтті."),
        ("body", "Толығырақ оқыңыз."),
        ("body", "бірінші тармақ;"),
        ("body", "екінші тармақ."),
        ("title", "Қала"),
        ("title", "Тұрғындар"),
        ("title", "Астана"),
        ("title", "1,5 млн"),
    ]


def test_a_rule_is_no_head():
    assert [block.text.strip() for block in markdown_blocks("---\nБір\n", "a.md")] == ["Бір"]


def test_an_empty_text_has_no_blocks():
    assert markdown_blocks("", "a.md") == []
