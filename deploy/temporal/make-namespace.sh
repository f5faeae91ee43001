#!/bin/sh
# Makes the namespace, or sets how long it keeps closed runs. TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and RETENTION say which and how long.
set -eu

# A server that does not answer holds each try for its time-out: what counts is the clock, not the tries.
patience=60 # seconds, for each of the two waits
try="--command-timeout 10s"

wait_for() {
  words=$1
  shift
  give_up=$(($(date +%s) + patience))
  until last=$("$@" 2>&1); do
    if [ "$(date +%s)" -ge "$give_up" ]; then
      echo "$words within $patience s: $last" >&2
      exit 1
    fi
    sleep 0.5
  done
}

wait_for "Temporal at $TEMPORAL_ADDRESS does not become healthy" temporal operator cluster health $try

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" $try > /dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION" $try
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION" $try
fi

# A new namespace reaches every part of the server within some seconds. Whoever comes next must find it.
wait_for "The namespace $TEMPORAL_NAMESPACE cannot be used" temporal workflow list --limit 1 $try
# By these the Web UI's list of runs is filtered (docs/web-ui.md). What is there already stays; nothing depends on them.
for name in CollectorService CollectorOutcome CollectorSummary; do
  temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword $try ||
    echo "The search attribute $name cannot be made: runs cannot be filtered by it." >&2
done

echo "The namespace $TEMPORAL_NAMESPACE is there and keeps closed runs for $RETENTION."
