#!/usr/bin/env bash
# The whole program beside `cp -r` and `gdcmanon --dumb` on the same archives.
#
#   bench/compare_tools.sh BUILD_DIR [WORK_DIR]
#
# Runs alternate, each into a new folder, and ratios are of medians: absolute
# times drift on a shared machine. WORK_DIR should be a tmpfs (default:
# /dev/shm), as ext4 creates files slower after a large delete. gdcmanon gets
# two processes, each with half of the folders, and a list of top-level tags;
# it leaves nested elements, private groups, UIDs and dates alone, and writes
# neither journal nor report.
set -euo pipefail

build=${1:?usage: bench/compare_tools.sh BUILD_DIR [WORK_DIR]}
work=$(mktemp -d "${2:-/dev/shm}/dcmscrub-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
rounds=${ROUNDS:-5}
program="$build/app/dcmscrub"
key="$work/key"
"$program" keygen "$key" >/dev/null 2>&1

# shellcheck disable=SC2054  # a tag is written with a comma
tags=(--empty 8,50 --empty 8,90 --empty 10,10 --empty 10,20 --empty 10,30
      --empty 10,40 --empty 20,10 --remove 8,80 --remove 8,81 --remove 8,1010
      --remove 8,1030 --remove 8,103e --remove 8,1040 --remove 8,1050
      --remove 8,1070 --remove 10,1010 --remove 10,1030 --remove 10,2160
      --remove 10,4000 --remove 18,1000 --remove 18,1030 --remove 32,1060)

gdcmanon_two() {  # SOURCE OUT: two processes, half of the folders each
  local folders=("$1"/*/) half pids=()
  half=$(( (${#folders[@]} + 1) / 2 ))
  mkdir -p "$2/0" "$2/1"
  for part in 0 1; do
    mkdir "$work/part$part"
    for folder in "${folders[@]:part * half:half}"; do
      ln -s "$folder" "$work/part$part/"
    done
    gdcmanon --dumb "${tags[@]}" -r --continue -i "$work/part$part" \
             -o "$2/$part" >/dev/null 2>&1 &
    pids+=($!)
  done
  wait "${pids[@]}"
  rm -r "$work/part0" "$work/part1"
}

scrub() {  # THREADS SOURCE OUT
  "$program" run "$2" --out "$3" --key "$key" --sync none --threads "$1" \
             --quiet >/dev/null
}

seconds() {  # COMMAND…: wall time
  local begin end
  begin=$(date +%s%N)
  "$@"
  end=$(date +%s%N)
  echo $(( (end - begin) / 1000 ))
}

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

measure() {  # NAME SOURCE
  local name=$1 source=$2 contender
  local contenders=("cp -r" "dcmscrub, 2 threads" "dcmscrub, 1 thread"
                    "gdcmanon --dumb, 2 processes")
  rm -f "$work"/times.*
  for ((round = 0; round <= rounds; ++round)); do  # the first one warms up
    for i in "${!contenders[@]}"; do
      local out="$work/out.$round.$i" took
      case $i in
        0) took=$(seconds cp -r "$source" "$out") ;;
        1) took=$(seconds scrub 2 "$source" "$out") ;;
        2) took=$(seconds scrub 1 "$source" "$out") ;;
        3) took=$(seconds gdcmanon_two "$source" "$out") ;;
      esac
      local files
      files=$(find "$out" -type f | wc -l)
      if [[ $files -ne $(find "$source" -type f | wc -l) ]]; then
        echo "compare_tools: ${contenders[i]} wrote $files files" >&2
        exit 1
      fi
      if ((round > 0)); then echo "$took" >>"$work/times.$i"; fi
      rm -rf "$out" "$out.dcmscrub-journal"*
    done
  done
  local base
  base=$(median <"$work/times.0")
  for i in "${!contenders[@]}"; do
    contender=$(median <"$work/times.$i")
    awk -v n="$name" -v c="${contenders[i]}" -v t="$contender" -v b="$base" \
      'BEGIN {printf "| %s | %s | %.2f s | %.2f |\n", n, c, t / 1e6, t / b}'
  done
}

peak_memory() {  # SOURCE
  /usr/bin/time -f '%M' "$program" run "$1" --out "$work/peak" --key "$key" \
    --sync none --threads 2 --quiet 2>&1 >/dev/null | tail -n 1
  rm -rf "$work/peak" "$work/peak.dcmscrub-journal"*
}

"$build/bench/archive" --out "$work/ct" --class ct --files "${CT:-2000}"
"$build/bench/archive" --out "$work/small" --class small \
                       --files "${SMALL:-10000}"
echo
echo "| archive | contender | median of $rounds | × cp -r |"
echo "|---|---|---|---|"
measure ct "$work/ct"
measure small "$work/small"
if [[ -x /usr/bin/time ]]; then
  echo
  echo "Peak memory of dcmscrub: $(peak_memory "$work/ct") KB (ct)," \
       "$(peak_memory "$work/small") KB (small)."
fi
