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

# build_modules ROOT MODULE...: builds modules whose jar is missing or older than a source of the tree.
build_modules() {
  local root=$1 module stale="" jar
  shift
  for module in "$@"; do
    jar=$(ls -t "$root/$module"/target/*.jar 2>/dev/null | head -n 1)
    if [ -z "$jar" ] || [ -n "$(find "$root"/*/src/main "$root"/db/migrations/src/main "$root/pom.xml" "$root"/*/pom.xml \
      -type f -newer "$jar" -print -quit 2>/dev/null)" ]; then
      stale="$stale,$module"
    fi
  done
  [ -n "$stale" ] || return 0
  echo "Building ${stale#,} (the first time fetches what it needs and takes some minutes)" >&2
  (cd "$root" && mvn -q -B package -DskipTests -Dcyclonedx.skip=true -Djacoco.skip=true -pl "${stale#,}" -am >&2)
}

# module_classpath ROOT MODULE: the module's jar with the libraries that its build put beside it.
module_classpath() {
  local jar
  jar=$(ls -t "$1/$2"/target/"$2"-*.jar 2>/dev/null | grep -v -e sources -e original | head -n 1)
  printf '%s:%s/target/lib/*' "$jar" "$1/$2"
}

find_java
