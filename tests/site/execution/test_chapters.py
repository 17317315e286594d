"""In which chapter, cell and line a build failed."""

from __future__ import annotations

from _book.execution.chapters import where_and_what

FAILURE = """An error occurred while executing the following cell:
------------------
x = 1
assert x == 2
------------------

\x1b[31mAssertionError\x1b[0m   Traceback (most recent call last)
Cell In[7], line 2
      1 x = 1
----> 2 assert x == 2

AssertionError:
"""
CHAPTER = """# Title

```{code-cell} ipython3
y = 1
```

```{code-cell} ipython3
:tags: [remove-cell]

x = 1
assert x == 2
```
"""


def test_a_failed_cell_is_found_in_its_chapter() -> None:
    line, message = where_and_what(CHAPTER, FAILURE)
    assert CHAPTER.splitlines()[line - 1] == "assert x == 2"
    assert message.startswith("cell 2 failed in its line 2\n")
    assert "\x1b" not in message


def test_a_failure_without_a_known_cell_is_still_told() -> None:
    assert where_and_what(CHAPTER, "the kernel died") == (
        1,
        "the kernel died",
    )
