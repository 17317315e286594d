"""Cells of a page as they run in the reader's browser, here in this Python."""

from __future__ import annotations

import json
import time
import warnings
import weakref
from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest
from _book.live.worker.live_cells import Cells
from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from collections.abc import Iterator


class Notebook:
    """Runs cells from the top on, and keeps what they show."""

    def __init__(self) -> None:
        self.sent: list[tuple[object, ...]] = []
        self.cells = Cells(lambda *shown: self.sent.append(shown))

    def run(self, depth: int, source: str) -> str:
        """Run the cell with the number `depth`; return what it shows."""
        self.sent.clear()
        self.cells.run(depth, f"cell {depth}", source)
        return "".join(str(shown[-1]) for shown in self.sent)


@pytest.fixture
def notebook(python_put_back: None) -> Iterator[Notebook]:  # noqa: ARG001  # see there
    """Return an empty notebook."""
    with warnings.catch_warnings(), mpl.rc_context():
        mpl.rcParams["svg.hashsalt"] = "the same twice"
        yield Notebook()
    plt.close("all")


# What a cell above has made, and a cell that changes it in place and prints what came of it.
CHANGES = {
    "an entry": ("a = np.zeros((2, 2))", "a[0] = [1, 2] + a[0]\nprint(a)"),
    "a large array": ("a = np.zeros(100_000)", "a += 1\nprint(a.sum())"),
    "objects in an array": ("a = np.array([None])\na[0] = []", "a[0].append(1)\nprint(a)"),
    "a view": ("a = np.zeros((2, 2))\nrow = a[0]", "row += 1\nprint(a)"),
    "an alias": ("a = np.zeros(2)\nb = [a]", "b[0] += 1\nprint(a, b[0] is a)"),
    "a list beside a generator": ("a = [(i for i in [])]", "a.append(1)\nprint(len(a))"),
    "a list in itself": ("a = []\na.append(a)", "a.append(1)\nprint(len(a))"),
    "a dictionary": ("a = {'x': 1}", "a['x'] += 1\na['y'] = a.get('y', 0) + 1\nprint(a)"),
    "an ordered one": (
        "from collections import OrderedDict\na = OrderedDict(x=1, y=2)",
        "a.move_to_end('x')\nprint(a)",
    ),
    "a set": ("a = {1}", "a.add(len(a) + 1)\nprint(a)"),
    "a queue": ("from collections import deque\na = deque([1])", "a.append(1)\nprint(a)"),
    "bytes": ("a = bytearray(b'a')", "a += b'b'\nprint(a)"),
    "an attribute": ("class A: pass\na = A()\na.x = 1", "a.x += 1\na.y = a.x\nprint(vars(a))"),
    "a slot": ("class A: __slots__ = ('x',)\na = A()\na.x = 1", "a.x += 1\nprint(a.x)"),
    "an attribute of a class": ("class A: x = 1", "A.x += 1\nprint(A.x, hasattr(A, 'y'))\nA.y = 1"),
    "an attribute of a function": ("def f(): pass\nf.calls = 0", "f.calls += 1\nprint(f.calls)"),
    "what a method uses": (
        "a = []\nclass A:\n    def f(self):\n        def g(): a.append(1)\n        g()\nb = A()",
        "b.f()\nprint(len(A.f.__globals__['a']))",
    ),
    "what a closure holds": (
        "def c(n):\n  def f():\n    nonlocal n\n    n += 1\n    return n\n  return f\nf = c(0)",
        "print(f())",
    ),
    "a default": ("def f(a=[]):\n    a.append(1)\n    return a", "print(f())"),
    "what a method is bound to": ("a = []\nadd = a.append", "add(1)\nprint(add.__self__)"),
    "random numbers": ("rng = np.random.default_rng(1)", "print(rng.normal(size=2))"),
    "those of old": ("rng = np.random.RandomState(1)", "print(rng.randn())"),
    "those of all": (
        "np.random.seed(1)\nimport random",
        "print(np.random.rand(), random.random())",
    ),
    "a name in a text": ("a = []", "eval('a').append(1)\nprint(len(globals()['a']))"),
    "settings of figures": (
        "import matplotlib.pyplot as plt",
        "print(plt.rcParams['font.size'])\nplt.rcParams['font.size'] += 1",
    ),
    "how numbers are printed": (
        "a = np.array([1 / 3])",
        "print(a)\nnp.set_printoptions(precision=2)",
    ),
    "what is warned of": (
        "import warnings",
        "print(len(warnings.filters))\nwarnings.simplefilter('error')",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_cell_that_changes_something_in_place_does_the_same_twice(
    notebook: Notebook, name: str
) -> None:
    above, cell = CHANGES[name]
    assert notebook.run(0, f"import numpy as np\n{above}") == ""
    first = notebook.run(1, cell)
    assert "Error" not in first
    assert notebook.run(1, cell) == first
    notebook.run(2, cell)  # another changes it once more
    notebook.run(3, f"{cell}\n1 / 0")  # and one that fails
    assert notebook.run(1, cell) == first


def test_a_figure_of_a_cell_above_is_as_it_was(notebook: Notebook) -> None:
    notebook.run(0, "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()")
    draw = "ax.plot([1, 2])\nax.set_title('a')\nprint(len(ax.lines))\nfig"
    first = notebook.run(1, draw)
    assert first.startswith("1\n<svg")
    assert notebook.run(1, draw) == first


def test_a_figure_that_a_failed_cell_has_half_drawn_is_gone(notebook: Notebook) -> None:
    failed = "import matplotlib.pyplot as plt\nplt.plot([1])\n"
    assert "ZeroDivisionError" in notebook.run(0, f"{failed}1 / 0")
    assert "ValueError" in notebook.run(0, failed + r"plt.title(r'$\frac{1}$')")
    assert notebook.run(0, "print(1)\n2;") == "1\n"


def test_a_figure_that_cannot_be_drawn_fails_once(notebook: Notebook) -> None:
    bad = "import matplotlib.pyplot as plt\nplt.title(r'$\\frac{1}$')\n"
    caught = f"{bad}try:\n    plt.show()\nexcept ValueError:\n    print('caught')"
    assert notebook.run(0, caught) == "caught\n"


def test_garbage_is_freed_while_a_cell_runs(notebook: Notebook) -> None:
    notebook.run(
        0,
        "alive = most = 0\nclass Product:\n"
        "    def __init__(self):\n        global alive, most\n        self.own = lambda: self\n"
        "        alive += 1\n        most = max(most, alive)\n"
        "    def __del__(self):\n        global alive\n        alive -= 1\n"
        "for _ in range(3000): Product()",
    )
    assert notebook.cells.variables["most"] < 1000


def test_memory_that_was_used_up_is_back_at_the_next_run(notebook: Notebook) -> None:
    made: list[weakref.ref[object]] = []
    notebook.cells.variables["keep"] = lambda value: made.append(weakref.ref(value))
    failed = "class A: pass\na = A()\na.own = a\nkeep(a)\nraise MemoryError"
    assert "It is free again at the next run" in notebook.run(0, failed)
    notebook.run(0, "1")
    assert made[0]() is None


def test_several_values_are_displayed(notebook: Notebook) -> None:
    assert notebook.run(0, "display('a', 1)") == "'a'\n1\n"


def test_a_class_of_a_cell_can_be_pickled_and_its_hints_read(notebook: Notebook) -> None:
    assert (
        notebook.run(0, "import pickle, typing\nclass Net:\n    def f(self, of: 'Net'): pass") == ""
    )
    cell = "print(type(pickle.loads(pickle.dumps(Net()))) is Net)\ntyping.get_type_hints(Net.f)"
    assert notebook.run(1, cell) == "True\n{'of': <class '__main__.Net'>}\n"


@pytest.mark.parametrize(
    "made",
    [
        "import threading\na = threading.Lock()",
        "import sys as a",
        "a = (i for i in range(9))",
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    a = error",
        "a = display",
        "def f():\n    def a(): return b\n    return a\n    b = 1\na = f()",
        "from unittest.mock import MagicMock\na = MagicMock()",
    ],
)
def test_what_shows_no_contents_stays_what_it_is(notebook: Notebook, made: str) -> None:
    notebook.run(0, f"{made}\nb = [a]")
    for _ in range(2):
        assert notebook.run(1, "print(b[0] is a, len(b))\nb.append(a)") == "True 1\n"


def test_the_records_of_a_training_run_do_not_make_a_cell_slow(notebook: Notebook) -> None:
    notebook.run(
        0,
        "import numpy as np\nfrom simplenn_core import regression_step, train\n"
        "log = list(train(regression_step, np.ones((5, 2)), np.ones(5), np.ones(2), n_steps=663))",
    )
    begin = time.perf_counter()
    for _ in range(10):
        assert notebook.run(1, "print(len(log))") == "663\n"
    assert (time.perf_counter() - begin) / 10 < 0.2


# What a reader may answer, and what the cell that checks it says besides an error of its own.
ABOVE = "import numpy as np\nrate = 1\nlimit = np.array([2.0])"
SOLUTION = "rate = 2\ndef double(x):\n    limit = x\n    return 2 * limit"
CHECK = "right = np.allclose(double(rate), 2 * limit)\nprint('Right.' if right else 'Not yet.')"
ANSWERS = {
    SOLUTION: "Right.\n",
    f"{SOLUTION}\nnp = np": "Right.\n",
    f"{SOLUTION}\nright = False": "Right.\n",
    f"{SOLUTION}\nlimit = np.array([2.0])": "Right.\n",
    f"{SOLUTION}\nrate = 3": "Not yet.\n",
    f"{SOLUTION}\nrate, x = 3, 4": "Not yet.\n",
    f"{SOLUTION}\nlimit = 3": "Not yet.\n"
    "The check needs limit, which your answer redefines: give yours another name.",
    f"{SOLUTION}\ndef print(*_): pass": "The check needs print, which your answer redefines:"
    " give yours another name.",
    "rate = 2": "The check needs double, which your answer does not define.",
    "np = print = 2": "The check needs double, which your answer does not define."
    " The check needs np and print, which your answer redefines: give yours another name.",
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_check_names_what_an_answer_lacks_or_takes_for_another(
    notebook: Notebook, answer: str
) -> None:
    notebook.run(0, ABOVE)
    for each, says in ((answer, ANSWERS[answer]), (SOLUTION, "Right.\n")):
        assert notebook.cells.run(1, "your answer", each)
        notebook.sent.clear()
        notebook.cells.run(2, "cell 2", CHECK, SOLUTION)
        assert "".join(str(sent[-1]) for sent in notebook.sent if sent[0] != "error") == says


def test_a_check_that_a_reader_has_broken_says_what_python_says(notebook: Notebook) -> None:
    assert notebook.cells.run(0, "your answer", "rate = 2")
    assert not notebook.cells.run(1, "cell 1", "print((", SOLUTION)
    assert "SyntaxError: '(' was never closed" in str(notebook.sent[-1])


def test_a_blank_that_is_left_in_an_answer_is_told_before_anything_runs(notebook: Notebook) -> None:
    assert not notebook.cells.run(0, "your answer", "print(1)\ndef f():\n    return ____")
    assert notebook.sent == [("error", 3, "The blank ____ in line 3 is still to be filled in.")]
    assert "NameError: name '____' is not defined" in notebook.run(0, "____")


def test_the_value_at_the_end_is_a_line_like_the_others(notebook: Notebook) -> None:
    notebook.run(0, "unused = 1")
    notebook.cells.run(1, "cell 1", "a = 2\na + 1", in_steps=True)
    shown = [json.loads(str(each[1])) for each in notebook.sent if each[0] == "step"]
    assert [step["line"] for step in shown] == [1, 2, 0]
    assert [step["changed"] for step in shown] == [{}, {"a": "2"}, {}]
    assert notebook.sent[-1] == ("text", "value", "3\n")
