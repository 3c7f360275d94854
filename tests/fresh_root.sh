#!/usr/bin/env bash
# What a new machine sees: ./dev in a minimal Debian 12 with git and nothing
# else. Other machines have packages that nobody installed on purpose, and hide
# that one is missing in the lists of ./dev.
#
#   tests/fresh_root.sh ARGS...
#
# runs `./dev ARGS` in a clone of HEAD, in a root that is made anew each time
# and removed at the end. Mirror, keys and packages at hand are this machine's.
# As root, with debootstrap. Where no root can be made (no rights to mount, as
# in many containers) it says so and ends with 0: there is nothing wrong with
# the project. FRESH_ROOT names the folder to make it in (default: /var/tmp).
set -euo pipefail

say() { printf 'fresh: %s\n' "$*" >&2; }

skip() {
  say "SKIPPED: $*"
  exit 0
}

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
command -v debootstrap >/dev/null || skip "there is no debootstrap"
((EUID == 0)) || skip "this is not root"

root=$(mktemp -d "${FRESH_ROOT:-/var/tmp}/dcmscrub-fresh-XXXXXX")
trap 'rm -rf --one-file-system "$root"' EXIT
chmod 755 "$root"
# Names in single quotes below are the inner shell's, or apt's.
# shellcheck disable=SC2016
unshare --mount --pid --fork bash -c 'mount -t tmpfs tmpfs "$1"' -- "$root" \
  2>/dev/null || skip "this machine does not let a root be mounted"
if ! mknod "$root/null" c 1 3 || ! (: >"$root/null"); then
  skip "this machine does not let devices be made"
fi 2>/dev/null
rm "$root/null"

# shellcheck disable=SC2016
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' |
  head -n 1)
[[ $mirror ]] || skip "apt knows no mirror"
# Packages that are fetched once stay for the next time, where apt's settings
# keep them.
cache=/var/cache/apt/archives
say "debootstrap from $mirror"
if ! debootstrap --variant=minbase --include=git,ca-certificates \
  --cache-dir="$cache" bookworm "$root" "$mirror" >"$root.log" 2>&1; then
  tail -n 5 "$root.log" >&2
  rm -f "$root.log"
  say "debootstrap failed"
  exit 1
fi
rm -f "$root.log"

for name in sources.list sources.list.d apt.conf.d preferences.d trusted.gpg.d \
  keyrings; do
  if [[ -e /etc/apt/$name ]]; then
    rm -rf "$root/etc/apt/$name"
    cp -rT "/etc/apt/$name" "$root/etc/apt/$name"
  fi
done
[[ ! -d /usr/share/keyrings ]] ||
  cp -r /usr/share/keyrings/. "$root/usr/share/keyrings/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
[[ ! -f /etc/ssl/certs/ca-certificates.crt ]] ||
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
# No server starts in there, and nothing has to survive a power loss.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/fresh"

git clone -q "$project" "$root/src/project"
mkdir -p "$root/dev/shm" "$root/dev/pts"
ln -sfn pts/ptmx "$root/dev/ptmx"

say "./dev $*"
export root cache
begin=$SECONDS status=0
# shellcheck disable=SC2016
unshare --mount --pid --fork bash -c '
  mount -t proc proc "$root/proc"
  mount -t tmpfs tmpfs "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
  mount --bind "$cache" "$root/var/cache/apt/archives"
  exec env -i HOME=/root LC_ALL=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    chroot "$root" bash -c "cd /src/project && exec ./dev \"\$@\"" bash "$@"
  ' bash "$@" || status=$?
if ((status)); then
  say "./dev $* FAILED with $status after $((SECONDS - begin)) s"
else
  say "./dev $* passed in $((SECONDS - begin)) s"
fi
exit "$status"
