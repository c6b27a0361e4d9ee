# Sourced by the scripts beside this folder: finds a JDK, and builds what a script runs.

# Sets JAVA to a java of at least version 25, or says in one line that there is none.
find_java() {
  local candidate major
  for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" \
    /usr/lib/jvm/*/bin/java /usr/java/*/bin/java /opt/java/*/bin/java /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java \
    "$HOME"/.sdkman/candidates/java/*/bin/java "$HOME"/.jdks/*/bin/java; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    # The release file beside it answers without starting a JVM.
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$(dirname "$(readlink -f "$candidate")")/../release" 2>/dev/null)
    if [ "${major:-0}" -ge 25 ] 2>/dev/null; then
      JAVA=$candidate
      return 0
    fi
  done
  echo "${0##*/}: no JDK 25 or newer found (looked at JAVA_HOME, PATH, /usr/lib/jvm and where JDKs usually are); install one, or set JAVA_HOME" >&2
  exit 1
}

# build_modules ROOT MODULE...: builds the modules that were not built since a source of the tree changed.
# A stamp says when: a build leaves a jar alone whose content would be the same. INTERCEPTS_NO_BUILD takes what is there.
build_modules() {
  local root=$1 module stale=""
  shift
  [ -z "${INTERCEPTS_NO_BUILD:-}" ] || return 0
  for module in "$@"; do
    is_built "$root" "$module" || stale="$stale,$module"
  done
  [ -n "$stale" ] || return 0
  command -v mvn >/dev/null || { echo "${0##*/}: mvn is not on the PATH; install Maven 3.8 or newer" >&2; exit 1; }
  mkdir -p "$root/target/built"
  (
    flock 9 2>/dev/null || true # another script may be building the same tree
    stale=""
    for module in "$@"; do
      is_built "$root" "$module" || stale="$stale,$module"
    done
    [ -n "$stale" ] || exit 0
    echo "Building (the first time fetches libraries and takes some minutes)" >&2
    touch "$root/target/built/.begun"
    cd "$root"
    set -o pipefail
    if ! mvn -B package -DskipTests -Dcyclonedx.skip=true -Djacoco.skip=true -pl "${stale#,}" -am 2>&1 |
      tee "$root/target/built/build.log" |
      awk '/^\[INFO\] Building Intercepts/ { sub(/^\[INFO\] Building (Intercepts :: )?/, "  "); print; fflush() }' >&2; then
      grep -m 20 ERROR "$root/target/built/build.log" >&2
      echo "${0##*/}: the build failed; target/built/build.log has all of it" >&2
      exit 1
    fi
    for module in ${stale//,/ }; do
      mkdir -p "$(dirname "$root/target/built/$module")"
      touch -r "$root/target/built/.begun" "$root/target/built/$module"
    done
  ) 9>"$root/target/built/.lock" || exit 1
}

# is_built ROOT MODULE: whether its jar is there and no source is newer than its last build.
is_built() {
  [ -f "$1/target/built/$2" ] && [ -n "$(module_jar "$1" "$2")" ] &&
    [ -z "$(find "$1"/*/src/main "$1"/db/migrations/src/main "$1"/deploy/*/src/main "$1/pom.xml" "$1"/*/pom.xml "$1"/db/*/pom.xml \
      -type f -newer "$1/target/built/$2" -print -quit 2>/dev/null)" ]
}

# module_jar ROOT MODULE
module_jar() {
  ls -t "$1/$2"/target/"${2##*/}"-*.jar 2>/dev/null | grep -v -e sources -e original -e tests | head -n 1 || true
}

# module_classpath ROOT MODULE: the module's jar with the libraries that its build put beside it.
module_classpath() {
  printf '%s:%s/target/lib/*' "$(module_jar "$1" "$2")" "$1/$2"
}

find_java
