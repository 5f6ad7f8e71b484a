# The house style of what is in Python, as far as a machine can tell it.
. "$(dirname "$0")/common.sh"

python=${KHO_PYTHON:-/usr/bin/python3}
if ! command -v "$python" >/dev/null; then
    echo "Python is not installed: its sources were not checked"
    exit 77
fi

sources=(bindings/python/*.py bindings/python/kho/*.py{,i} bench/*.py examples/*.py
    examples/*/*.py tests/*/*.py tests/*/*/*.py)

checked() {
    "$python" - "${sources[@]}" <<'PYTHON'
import ast
import sys


# Scripts around tests of other things, written before this check.
OLDER = ("tests/portal/", "tests/report/", "tests/checks/")


def functions(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node


def faults(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line:
            yield number, "a tab"
        if line != line.rstrip():
            yield number, "spaces at the end"
        if len(line) > 90 and not path.startswith(OLDER):
            yield number, f"{len(line)} columns"
    lines = len(text.splitlines())
    if lines > (800 if path.startswith("tests/") else 500):
        yield 1, f"{lines} lines"
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield error.lineno, "a syntax error"
        return
    if path.endswith(".py") and not ast.get_docstring(tree):
        yield 1, "no docstring"
    for node in functions(tree):
        body = node.end_lineno - node.body[0].lineno + 1
        if body > 60 and not isinstance(node, ast.ClassDef):
            yield node.lineno, f"{node.name} has {body} lines"


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        for number, fault in faults(path, file.read()):
            print(f"{path}:{number}: {fault}")
PYTHON
}
none "in Python" checked

# What is public says what it is: the face's classes, methods and functions.
undocumented() {
    "$python" - bindings/python/kho/*.py <<'PYTHON'
import ast
import sys

for path in sys.argv[1:]:
    tree = ast.parse(open(path, encoding="utf-8").read())
    for holder in [tree, *(node for node in tree.body if isinstance(node, ast.ClassDef))]:
        for node in holder.body:
            kinds = (ast.FunctionDef, ast.ClassDef)
            if not isinstance(node, kinds) or node.name.startswith("_"):
                continue
            overload = any("overload" in ast.dump(mark) for mark in node.decorator_list)
            if not overload and not ast.get_docstring(node):
                print(f"{path}:{node.lineno}: {node.name}")
PYTHON
}
none "no docstring" undocumented
finish
