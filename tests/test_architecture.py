"""The budget and the import rules of the design, held by reading the source.

Lines of a function are those of its body without the docstring, blank lines and comments.  A command of the
command line is exempt from the limit on parameters alone: each of its options is one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "ofsted_kg"
MODULES = sorted(SOURCE.rglob("*.py"))

RDF_LIBRARIES = {"rdflib", "pyoxigraph", "pyshacl", "owlready2", "owlrl"}
PDF_LIBRARIES = {"pypdf", "pdfplumber", "pdfminer", "pymupdf", "fitz", "pypdfium2"}
WITHOUT_RDF = ("document", "facts", "facts_json", "vocabulary", "structure", "extract")
FRONT_DOORS = ("cli", "server")
SHARED_BY_EXTRACTORS = {"clauses", "lexicon"}
CONDUCTOR = "report"
"""The module of `extract` that calls the others in turn."""
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)


@dataclass(frozen=True)
class Function:
    """What the budget asks of one function."""

    where: str
    lines: int
    nesting: int
    parameters: int


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """Dotted name below the package, e.g. ``extract.header``; the package itself is the empty string."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def is_code(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, source: list[str]) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return sum(map(is_code, source[body[0].lineno - 1 : body[-1].end_lineno])) if body else 0


def depth(node: ast.AST) -> int:
    """Blocks within blocks; an ``elif`` continues its ``if``, a function inside counts for itself."""
    deepest = 0
    for field, children in ast.iter_fields(node):
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, ast.AST) or isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            continues = isinstance(node, ast.If) and field == "orelse" and isinstance(child, ast.If)
            deepest = max(deepest, depth(child) + (isinstance(child, BLOCKS) and not continues))
    return deepest


def parameter_count(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    bound = bool(given) and given[0].arg in ("self", "cls")
    return len(given) - bound + (function.args.vararg is not None) + (function.args.kwarg is not None)


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr == "command" for call in calls)


def functions() -> Iterator[Function]:
    for path in MODULES:
        source = path.read_text("utf-8").splitlines()
        for node in ast.walk(tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                exempt = name_of(path).startswith("cli") and is_command(node)
                parameters = 0 if exempt else parameter_count(node)
                yield Function(f"{name_of(path)}.{node.name}", body_lines(node, source), depth(node), parameters)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports anywhere, absolute; ``from a import b`` yields ``a`` and ``a.b``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def direct_imports(module: str) -> frozenset[str]:
    """What a module of the package imports; own modules are named without the package."""
    path = SOURCE.joinpath(*module.split(".")) if module else SOURCE
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return frozenset(i.removeprefix("ofsted_kg.") for i in imports(path)) if path.is_file() else frozenset()


def reachable(module: str) -> set[str]:
    """Every module that importing this one may import, in the end, type hints included."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        for imported in direct_imports(waiting.pop()) - seen:
            seen.add(imported)
            waiting.append(imported)
    return seen


def top(module: str) -> str:
    return module.split(".")[0]


def importers_of(libraries: set[str]) -> set[str]:
    return {name_of(path) for path in MODULES if libraries & set(map(top, imports(path)))}


def test_functions_are_short() -> None:
    lines = [function.lines for function in functions()]
    assert median(lines) <= 8
    assert quantiles(lines, n=10)[-1] <= 25
    assert [f for f in functions() if f.lines > 50] == []


def test_functions_are_flat() -> None:
    assert [f for f in functions() if f.nesting > 3] == []


def test_functions_take_few_parameters() -> None:
    assert [f for f in functions() if f.parameters > 5] == []


def test_modules_are_small() -> None:
    sizes = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_no_module_is_named_after_nothing() -> None:
    assert [name for path in MODULES if FORBIDDEN_NAMES & set((name := name_of(path)).split("."))] == []


def test_extraction_reaches_no_rdf_library() -> None:
    guarded = [name for path in MODULES if top(name := name_of(path)) in WITHOUT_RDF]
    found = {name: RDF_LIBRARIES & set(map(top, reachable(name))) for name in guarded}
    assert {name: libraries for name, libraries in found.items() if libraries} == {}


def extractor(module: str) -> str:
    """Which extractor a module of `extract` belongs to: a module or a package below it."""
    parts = module.split(".")
    return parts[1] if parts[0] == "extract" and len(parts) > 1 else ""


def test_extractors_do_not_import_each_other() -> None:
    siblings = {
        (module, imported)
        for module in map(name_of, MODULES)
        for imported in direct_imports(module)
        if extractor(module) not in ("", CONDUCTOR) and extractor(imported) not in ("", extractor(module), *SHARED_BY_EXTRACTORS)
    }
    assert siblings == set()


def test_nothing_imports_the_command_line() -> None:
    outside = [name for path in MODULES if top(name := name_of(path)) not in ("cli", "__main__")]
    assert [name for name in outside if "cli" in map(top, direct_imports(name))] == []


def test_one_module_imports_the_shacl_engine() -> None:
    assert importers_of({"pyshacl"}) == {"validation"}


def test_only_the_text_module_imports_a_pdf_library() -> None:
    assert importers_of(PDF_LIBRARIES) <= {"text"}


def speaks(path: Path) -> Iterator[str]:
    """Each place where a module prints, or reads the environment."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "input"):
            yield node.func.id
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            full = f"{node.value.id}.{node.attr}"
            if full in ("sys.stdout", "sys.stderr", "sys.stdin", "sys.argv", "os.environ", "os.getenv"):
                yield full


def test_only_the_front_doors_print_or_read_the_environment() -> None:
    inside = [path for path in MODULES if top(name_of(path)) not in (*FRONT_DOORS, "__main__")]
    assert {name_of(path): found for path in inside if (found := list(speaks(path)))} == {}


def test_only_the_front_doors_know_where_a_knowledge_graph_lies_by_default() -> None:
    inside = [path for path in MODULES if top(name_of(path)) not in FRONT_DOORS]
    assert [name_of(path) for path in inside if {"kg", "./kg", "OFSTED_KG"} & set(literals(path))] == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    broad = ("Exception", "BaseException")
    return handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id in broad)


def raises_again(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) for node in ast.walk(handler))


def test_no_handler_hides_every_error() -> None:
    hiding = [
        (name_of(path), node.lineno)
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not raises_again(node)
    ]
    assert hiding == []


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def docstrings(module: ast.Module) -> set[int]:
    """Identities of the string nodes that stand as statements: docstrings, not data."""
    return {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def literals(path: Path) -> Iterator[str]:
    comments = docstrings(tree(path))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in comments:
            yield folded(node.value)


def test_no_sentence_of_a_report_stands_in_the_program() -> None:
    reports = [folded(path.read_text("utf-8")) for path in sorted((ROOT / "data" / "reports").glob("*.txt"))]
    assert len(reports) == 5
    quoted = [
        (name_of(path), literal)
        for path in MODULES
        for literal in literals(path)
        if len(literal) > 40 and any(literal in report for report in reports)
    ]
    assert quoted == []
