"""Build the wheel: CMake makes the native module, with the library inside of it.

    python3 -m build --wheel --no-isolation bindings/python

needs what building the library needs (scripts/setup), and no network. A source
distribution brings the library's sources along, in `source`.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
CARRIED = HERE / "source"
ROOT = CARRIED if CARRIED.exists() else HERE.parents[1]
PARTS = ["CMakeLists.txt", "LICENSE", "README.md", "cmake", "include", "lib", "bindings"]


class BuildByCMake(build_ext):
    """The native module and the Python that SWIG writes to it."""

    def run(self):
        build = Path(self.build_temp).resolve()
        options = {
            "CMAKE_BUILD_TYPE": "Release",
            "BUILD_TESTING": "OFF",
            "KHO_PYTHON": sys.executable,
            "Python3_EXECUTABLE": sys.executable,
        }
        said = [f"-D{name}={value}" for name, value in options.items()]
        subprocess.run(["cmake", "-S", ROOT, "-B", build, *said], check=True)
        subprocess.run(
            ["cmake", "--build", build, "--target", "kho_python", "--parallel", "2"],
            check=True,
        )
        target = HERE if self.inplace else Path(self.build_lib)
        (target / "kho").mkdir(parents=True, exist_ok=True)
        for made in ("native.py", "_native.*.so"):
            for path in (build / "python/kho").glob(made):
                shutil.copy(path, target / "kho")


class WithSources(sdist):
    """The library's sources beside the face's."""

    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        made = ("__pycache__", "build", "dist", "*.egg-info", Path(base_dir).name)
        unwanted = shutil.ignore_patterns(*made)
        for part in PARTS:
            path, copy = ROOT / part, Path(base_dir) / "source" / part
            copy.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                shutil.copytree(path, copy, ignore=unwanted)
            else:
                shutil.copy(path, copy)


def version():
    text = (ROOT / "CMakeLists.txt").read_text()
    return re.search(r"^project\(kho VERSION ([0-9.]+)", text, re.M)[1]


setup(
    version=version(),
    ext_modules=[Extension("kho._native", sources=[])],
    cmdclass={"build_ext": BuildByCMake, "sdist": WithSources},
)
