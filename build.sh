#!/usr/bin/env bash
# The single entry to everything: ./build.sh help lists the commands. Each does the set-up that it needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# No compiler or build server stays behind; one that a build starts ends with it.
export UseSharedCompilation=false MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
readonly configuration=Release
readonly artifacts="$PWD/artifacts"
# In kilobytes; four times what the tests use.
readonly memory_needed=2097152
readonly msgpack_node_version=3.1.3
readonly azurite_version=3.37.0
readonly s3rver_version=3.7.1

usage() {
  cat <<'EOF'
./build.sh COMMAND [ARGUMENTS]

  demo     runs the sample job on RocksDB at parallelism 2 (--checkpoint-to URI puts its checkpoints elsewhere; other arguments replace its options)
  test     builds everything and runs every test; the last line counts them
  soak     runs the tests at ten times the scale: more crashes, more generated cases; --corpus DIRECTORY analyzes all C# files in it instead
  bench    runs the benchmarks (arguments go to BenchmarkDotNet; --ratios for the quick tables, --ratios messagepack for one of them;
           --musts checks the speed that the memory engine must have, in 20 minutes, and fails when it is missed; --musts TEXT only what is named so;
           --quick writes docs/benchmarks.md)
  pack     writes the NuGet packages to artifacts/packages
  format   formats the code
EOF
}

# Compilers and tests leave temporary directories behind; they go with this one. PostgreSQL, which runs as another user than root, must get through it to its own.
readonly given_tmpdir=${TMPDIR:-}
TMPDIR=$(mktemp -d)
chmod 711 "$TMPDIR"
export TMPDIR
compiler=
trap 'stop_compiler; rm -rf "$TMPDIR"' EXIT

fail() {
  echo "build.sh: $*" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() {
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# install PURPOSE PACKAGE: through apt, or an explanation of what to install by hand.
install() {
  command -v apt-get >/dev/null && can_be_root ||
    fail "$1 is missing and cannot be installed from here. Install it (on Debian or Ubuntu: apt-get install $2) and run this again."
  echo "Installing $2 ($1) ..." >&2
  if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2"; } >/dev/null; then
    fail "apt-get could not install $2 ($1). Install it by hand and run this again."
  fi
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET SDK is missing. Install the .NET 10 SDK: https://dotnet.microsoft.com/download"
  dotnet --version >/dev/null 2>&1 || fail "this needs the .NET SDK that global.json names (10.0); found: $(dotnet --list-sdks | tr '\n' ' ')"
}

# NativeAOT links with one of the two. It brings a static zlib of its own, and the package of either brings the rest: objcopy, ld and the C library's headers.
need_native_linker() {
  command -v clang >/dev/null || command -v gcc >/dev/null || install "clang, which links the sample that is compiled ahead of time" clang
}

# A soak checks that Debian's library, which is too old, is refused. It is unpacked, with what it needs, and not installed. Set but empty, the variable leaves
# the check out.
need_old_rocksdb() {
  [ -z "${STATEGEN_OLD_ROCKSDB+set}" ] || return 0
  local directory="$TMPDIR/old-rocksdb"
  mkdir -p "$directory"
  download_old_rocksdb "$directory" || { can_be_root && as_root apt-get update -qq && download_old_rocksdb "$directory"; } ||
    fail "librocksdb7.8, which a soak checks is refused as too old, cannot be downloaded. Set STATEGEN_OLD_ROCKSDB to the path of a librocksdb.so.7.8.3, or to nothing to leave this check out, and run this again."
  STATEGEN_OLD_ROCKSDB=$(find "$directory" -name 'librocksdb.so.7.8.*' | head -n 1)
  export STATEGEN_OLD_ROCKSDB
}

# A soak kills jobs on a distributed file system and on an object store that it starts on this machine. Set but empty, the variable leaves that out.
need_shared_stores() {
  [ -z "${STATEGEN_SHARED_STORES+set}" ] || return 0
  [ "$(id -u)" = 0 ] ||
    fail "a soak starts GlusterFS and OpenStack Swift and mounts a volume, which needs root. Run it as root, or set STATEGEN_SHARED_STORES to nothing to leave these tests out."
  command -v glusterd >/dev/null || install "GlusterFS, a distributed file system on which jobs are killed" glusterfs-server
  for server in proxy account container object; do
    command -v "swift-$server-server" >/dev/null || install "OpenStack Swift, an object store on which jobs are killed" "swift-$server"
  done
  command -v memcached >/dev/null || install "memcached, which OpenStack Swift needs" memcached
}

download_old_rocksdb() {
  (cd "$1" && apt-get download -qq librocksdb7.8 libgflags2.2 libsnappy1v5 && for package in *.deb; do dpkg -x "$package" . || exit 1; done) >/dev/null 2>&1
}

need_python() {
  command -v python3 >/dev/null || install "Python 3, for the independent check of the results" python3
}

# The system's Python, which sees Debian's packages whatever other Python comes first in the path; the tests take the same.
system_python() {
  if [ -x /usr/bin/python3 ]; then echo /usr/bin/python3; else echo python3; fi
}

has_msgpack_python() {
  "$(system_python)" -c 'import msgpack' 2>/dev/null
}

need_msgpack_python() {
  need_python
  has_msgpack_python && return
  install "msgpack for Python, against which the serialization is tested" python3-msgpack
  has_msgpack_python || fail "$(system_python) cannot import msgpack although python3-msgpack is installed. Make it importable and run this again."
}

need_node() {
  command -v node >/dev/null || install "Node.js, for a second MessagePack against which the serialization is tested" nodejs
  command -v npm >/dev/null || install "npm, which fetches that MessagePack" npm
}

# The package is in a directory that git ignores; its version is part of the tests.
need_msgpack_node() {
  need_node
  local directory="$artifacts/interop"
  grep -q "\"version\": \"$msgpack_node_version\"" "$directory/node_modules/@msgpack/msgpack/package.json" 2>/dev/null && return
  mkdir -p "$directory"
  npm install --prefix "$directory" --no-save --no-audit --no-fund --ignore-scripts --silent "@msgpack/msgpack@$msgpack_node_version" >&2 ||
    fail "npm could not install @msgpack/msgpack $msgpack_node_version into $directory. Install it by hand, with --prefix $directory, and run this again."
}

# Servers that speak the protocols of object stores, in a directory that git ignores; their versions are part of the tests.
need_object_stores() {
  need_node
  local directory="$artifacts/servers"
  grep -q "\"version\": \"$azurite_version\"" "$directory/node_modules/azurite/package.json" 2>/dev/null &&
    grep -q "\"version\": \"$s3rver_version\"" "$directory/node_modules/s3rver/package.json" 2>/dev/null && return
  mkdir -p "$directory"
  npm install --prefix "$directory" --no-save --no-audit --no-fund --ignore-scripts --silent "azurite@$azurite_version" "s3rver@$s3rver_version" >&2 ||
    fail "npm could not install azurite $azurite_version and s3rver $s3rver_version into $directory. Install them by hand, with --prefix $directory, and run this again."
}

# The tests start servers of their own. STATEGEN_SKIP_POSTGRES=1 leaves out what needs them, and counts it as skipped.
need_postgres() {
  [ "${STATEGEN_SKIP_POSTGRES:-}" = 1 ] || has_postgres || install "PostgreSQL, in which state and checkpoints are tested" postgresql
}

has_postgres() {
  command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1
}

# Runs a command and shows what it printed only when it fails: the console logger writes a summary even at its quietest.
quietly() {
  local log="$TMPDIR/quietly.log"
  "$@" >"$log" 2>&1 && return
  cat "$log" >&2
  return 1
}

# One compiler serves all projects of a build and loads their analyzers once. With code that is optimized at once, that halves the processor time.
build() {
  compiler="stategen-$$"
  UseSharedCompilation=true SharedCompilationId="$compiler" DOTNET_TieredCompilation=0 \
    quietly dotnet build "$1" --configuration "$configuration" --nologo --verbosity quiet || fail "the build of $1 failed"
  stop_compiler
}

stop_compiler() {
  [ -n "$compiler" ] || return 0
  local version sdks
  version=$(dotnet --version)
  sdks=$(dotnet --list-sdks | sed -n "s/^$version \[\(.*\)\]\$/\1/p")
  dotnet exec "$sdks/$version/Roslyn/bincore/VBCSCompiler.dll" "-pipename:$compiler" -shutdown >/dev/null 2>&1 || true
  compiler=
}

demo() {
  need_dotnet
  build samples/FlightDelays
  local program=samples/FlightDelays/bin/$configuration/net10.0/FlightDelays.dll
  if [ "${1:-}" = --checkpoint-to ]; then
    demo_at "$program" "$@"
    return
  fi
  if [ $# -gt 0 ]; then
    dotnet exec "$program" "$@"
    return
  fi
  local work="$artifacts/demo"
  rm -rf "$work"
  run_demo "$program" "$work"
  echo "The committed parts are in ${work#"$PWD/"}/output."
}

# run_demo PROGRAM DIRECTORY [ARGUMENTS]
run_demo() {
  local program=$1 work=$2
  shift 2
  dotnet exec "$program" --input samples/FlightDelays/data/flights-2001q1.csv --output "$work/output" --state "$work/state" \
    --backend rocksdb --parallelism 2 --checkpoint-every-ms 200 "$@"
}

# Checkpoints elsewhere outlive the demo, so the output that belongs to them is kept, too: the same command continues, or finds the job finished.
demo_at() {
  local program=$1 work
  shift
  work="$artifacts/demo-$(printf %s "${2:-}" | cksum | cut -d ' ' -f 1)"
  run_demo "$program" "$work" "$@"
  echo "The committed parts are in ${work#"$PWD/"}/output. To start again, remove that folder and the checkpoints."
}

# Counts what the runner recorded in its result files, not what it printed.
count() {
  { grep -ho "<Counters [^>]*$1=\"[0-9]*\"" "$artifacts"/test-results/*.trx || true; } |
    sed -E "s/.* $1=\"([0-9]*)\"/\1/" | awk '{ sum += $1 } END { print sum + 0 }'
}

# The ten slowest tests with their seconds, from the runner's result files.
print_slowest() {
  echo "The slowest tests, in seconds:"
  { grep -ho '<UnitTestResult [^>]*' "$artifacts"/test-results/*.trx || true; } |
    sed -nE 's/.* testName="([^"]*)".* duration="([0-9]+):([0-9]+):([0-9.]+)".*/\2 \3 \4 \1/p' |
    awk '{ seconds = $1 * 3600 + $2 * 60 + $3; $1 = $2 = $3 = ""; printf "%6.1f %s\n", seconds, substr($0, 4) }' |
    sort -rn | sed -n '1,10{s/&quot;/"/g;s/&lt;/</g;s/&gt;/>/g;s/&amp;/\&/g;p}' | cut -c 1-160
}

# What each failed test reported, from the runner's result files: its name and the first 20 lines.
print_failures() {
  awk '
    /<UnitTestResult .*outcome="Failed"/ { name = $0; sub(/.* testName="/, "", name); sub(/" .*/, "", name); print "Failed: " name }
    /<Message>/ { isMessage = 1; lines = 0; sub(/.*<Message>/, "") }
    isMessage && lines++ < 20 { line = $0; sub(/<\/Message>.*/, "", line); print "  " line }
    /<\/Message>/ { isMessage = 0 }
  ' "$artifacts"/test-results/*.trx | sed 's/&quot;/"/g;s/&lt;/</g;s/&gt;/>/g;s/&#xD;//g;s/&amp;/\&/g'
}

# Keeps temporary files in memory where there is room for them, unless TMPDIR names another place: tests open thousands of databases, and each of them
# waits for the disk again and again. A soak stays on the disk.
use_memory() {
  [ -z "$given_tmpdir" ] && [ -z "${STATEGEN_SOAK:-}" ] && has_room_in_memory || return 0
  rm -rf "$TMPDIR"
  TMPDIR=$(mktemp -d /dev/shm/stategen-XXXXXX)
  chmod 711 "$TMPDIR"
}

# Programs that tests publish run from there.
has_room_in_memory() {
  local free
  free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
  [ "${free:-0}" -ge "$memory_needed" ] && ! mount | grep -q '/dev/shm .*noexec'
}

run_tests() {
  use_memory
  need_dotnet
  need_msgpack_python
  need_msgpack_node
  need_object_stores
  need_postgres
  need_native_linker
  if [ -n "${STATEGEN_SOAK:-}" ]; then
    need_old_rocksdb
    need_shared_stores
  fi
  rm -rf "$artifacts/test-results"
  local status=0 hang_timeout=20m
  [ -z "${STATEGEN_SOAK:-}" ] || hang_timeout=60m
  build StateGen.sln
  # The processes of tests end before it pays to instrument their code. One in which no test has begun or ended for long hangs: it is ended, and the test named.
  DOTNET_TieredPGO=0 dotnet test StateGen.sln --configuration "$configuration" --no-build --nologo --verbosity quiet \
    --results-directory "$artifacts/test-results" --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none "$@" || status=$?
  summarise "$status"
}

summarise() {
  local passed failed skipped line
  passed=$(count passed)
  failed=$(count failed)
  skipped=$(count notExecuted)
  line="$passed passed, $failed failed"
  [ "$skipped" = 0 ] || line="$line, $skipped skipped"
  [ "$passed" != 0 ] || fail "no test ran"
  print_slowest
  [ "$failed" = 0 ] || print_failures
  echo "$line"
  [ "$failed" = 0 ] || exit 1
  [ "$1" = 0 ] || exit "$1"
}

pack() {
  need_dotnet
  rm -rf "$artifacts/packages"
  dotnet pack build/Packages.proj --configuration "$configuration" --output "$artifacts/packages" --nologo --verbosity quiet
  ls "$artifacts/packages"
}

# The comparisons with other stores are in a project of their own, so that nothing else restores those.
bench() {
  need_dotnet
  local project=StateGen.Benchmarks
  case " $* " in *" --musts "* | *" --quick "*) project=StateGen.Benchmarks.Peers ;; esac
  dotnet run --project "benchmarks/$project" --configuration "$configuration" -- "$@"
}

soak() {
  if [ "${1:-}" = --corpus ]; then
    [ -d "${2:-}" ] || fail "soak --corpus needs a directory"
    bench "$@"
  else
    STATEGEN_SOAK=1 run_tests "$@"
  fi
}

command=${1:-help}
[ $# -eq 0 ] || shift
case "$command" in
  demo) demo "$@" ;;
  test) run_tests "$@" ;;
  soak) soak "$@" ;;
  bench) bench "$@" ;;
  pack) pack ;;
  format) need_dotnet && dotnet format StateGen.sln ;;
  help | --help | -h) usage ;;
  *)
    usage >&2
    fail "there is no command '$command'"
    ;;
esac
