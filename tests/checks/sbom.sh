# The bill of materials has the shape that CycloneDX 1.5 wants and names all that is linked.
. "$(dirname "$0")/common.sh"
for tool in python3 readelf ldd; do
    command -v $tool >/dev/null || { echo "$tool is missing: skipped"; exit 77; }
done
if grep -qE '^KHO_(SANITIZE|COVERAGE):BOOL=ON' "$build_dir/CMakeCache.txt"; then
    echo "this build isn't meant to be installed: skipped"
    exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
scripts/sbom "$build_dir" >"$scratch/sbom.json" || complain "scripts/sbom failed"
scripts/sbom "$build_dir" | cmp - "$scratch/sbom.json" || complain "not the same twice"
readelf -dW "$build_dir/libkho.so" "$build_dir/kho" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u >"$scratch/needed"

shape() {
    python3 - "$scratch/sbom.json" "$scratch/needed" <<'PY'
import json, re, sys

bom = json.load(open(sys.argv[1], encoding="utf-8"))
known = {"blessing", "MIT", "ISC", "BSD-2-Clause", "LGPL-2.1-or-later"}


def expect(what, about):
    if not what:
        print(about)


def component(of):
    name = of.get("name", "?")
    expect(set(of) == {"type", "bom-ref", "name", "version", "purl", "licenses"}, f"{name}: keys {sorted(of)}")
    expect(of["type"] == "library" and name and of["bom-ref"], f"{name}: type, name or reference")
    expect(re.fullmatch(r"[0-9][0-9A-Za-z.+~:-]*", of["version"]), f"{name}: version {of['version']}")
    expect(re.fullmatch(r"pkg:(deb/[a-z]+|generic)/[a-z0-9.-]+@[0-9A-Za-z.%~-]+(\?arch=[a-z0-9]+)?", of["purl"]),
           f"{name}: {of['purl']}")
    expect(len(of["licenses"]) == 1 and of["licenses"][0]["license"].get("id") in known,
           f"{name}: licence {of['licenses']}; add it to scripts/sbom")


expect(set(bom) == {"bomFormat", "specVersion", "version", "metadata", "components", "dependencies"}, "keys at the top")
expect((bom["bomFormat"], bom["specVersion"], bom["version"]) == ("CycloneDX", "1.5", 1), "what it is")
own = bom["metadata"]["component"]
component(own)
for each in bom["components"]:
    component(each)
names = [each["bom-ref"] for each in bom["components"]]
expect(len(names) == len(set(names)), "a reference that stands twice")
expect(bom["dependencies"] == [{"ref": own["bom-ref"], "dependsOn": names}], "dependencies")

# libsqlite3.so.0 is libsqlite3-0's, libyaml-0.so.2 libyaml-0-2's, and the loader is libc6's.
for line in open(sys.argv[2], encoding="ascii"):
    stem = re.match(r"(lib[a-z0-9]+|ld-linux)", line).group()
    expect(stem in ("libkho", "ld-linux", "libc") or any(name.startswith(stem) for name in names),
           f"{line.strip()} isn't in it")
expect({"libsqlite3-0", "libjansson4", "libyaml-0-2", "libsodium23"} <= set(names) or
       not any(each["purl"].startswith("pkg:deb/debian/") for each in bom["components"]), "a library that is missing")
PY
}
none "shape" shape
finish
