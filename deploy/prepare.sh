#!/bin/sh
# Makes what "docker compose up" wants beside the two tokens, and says what lacks. Changes nothing that is there already.
# Ends with 0 when the containers can be started. Not needed for a Temporal that is run elsewhere.
set -eu
cd "$(dirname "$0")/.."

user=1000 # whom the collector runs as in its container
lacking=0

lacks() {
  echo "lacking: $*"
  lacking=$((lacking + 1))
}

setting_of_env_file() {
  [ -f .env ] && sed -n "s/^$1=//p" .env | tail -n 1 || true
}

owner_of() {
  ls -ldn -- "$1" | awk '{ print $3 }'
}

# The database keeps the first password that it gets.
if [ -z "${POSTGRES_PASSWORD:-$(setting_of_env_file POSTGRES_PASSWORD)}" ]; then
  (umask 077 && printf 'POSTGRES_PASSWORD=%s\n' "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')" >> .env)
  echo "made: a password for the database, in .env"
fi

secrets=${CTCI_SECRETS_FOLDER:-$(setting_of_env_file CTCI_SECRETS_FOLDER)}
secrets=${secrets:-deploy/secrets}
if [ ! -d "$secrets" ]; then
  mkdir -p "$secrets"
  chmod 700 "$secrets"
  [ "$(id -u)" != 0 ] || chown "$user" "$secrets"
  echo "made: the folder of the secrets, $secrets"
fi
for name in ctci_api_token devo_api_token; do
  if [ ! -s "$secrets/$name" ] && [ "$(id -u)" = 0 -o "$(owner_of "$secrets")" = "$(id -u)" ]; then
    lacks "$secrets/$name, with the token as its only line"
  fi
done
for path in "$secrets" "$secrets"/*; do
  [ -e "$path" ] || continue
  [ "$(owner_of "$path")" = "$user" ] || lacks "$path belongs to user $(owner_of "$path"), and the container's user is $user: sudo chown -R $user $secrets"
done

# A checkout that was made under a strict umask: what is mounted must be readable by the containers' users.
unreadable=$(find deploy/collector deploy/temporal deploy/prometheus \( -type d ! -perm -005 -o -type f ! -perm -004 \) -print)
if [ -n "$unreadable" ]; then
  lacks "$(echo "$unreadable" | wc -l | tr -d ' ') files or folders that the containers' users may not read, $(echo "$unreadable" | head -n 1) for one: chmod -R a+rX deploy/collector deploy/temporal deploy/prometheus"
fi

[ "$lacking" = 0 ] || exit 1
# A release brings its image along; there, nothing can be built.
build=
[ ! -f Dockerfile ] || build=" --build"
echo "Nothing lacks. Start with: docker compose up --detach$build"
