# The portal in a browser: Debian's Chromium, driven by Playwright, looked over by axe.
# What it shows is written to <build>/portal/shots.
. "$(dirname "$0")/common.sh"
for tool in node npm chromium; do
    command -v "$tool" >/dev/null || skip "$tool is not installed"
done

# The packages are those of the lock file, once for each version of it.
packages=$build_dir/portal
mkdir -p "$packages/shots"
if ! cmp -s "$here/package-lock.json" "$packages/installed"; then
    cp "$here/package.json" "$here/package-lock.json" "$packages"
    (cd "$packages" && timeout 120 npm ci --ignore-scripts --no-audit --no-fund) \
        >"$packages/npm.log" 2>&1 || { tail -n 3 "$packages/npm.log"; skip "npm can't be reached"; }
    cp "$here/package-lock.json" "$packages/installed"
fi

make_ledger 4
serve "$ledger"
PORTAL_BASE=$base PORTAL_PACKAGES=$packages CHROMIUM=$(command -v chromium) \
    timeout 300 node "$here/browser.mjs"
