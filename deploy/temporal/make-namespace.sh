#!/bin/sh
# Makes the namespace, or sets how long it keeps closed runs. TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and RETENTION say which and how long.
set -eu

attempts=60
until temporal operator cluster health; do
  attempts=$((attempts - 1))
  if [ "$attempts" -le 0 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS does not become healthy." >&2
    exit 1
  fi
  sleep 1
done

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" > /dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
fi

# A new namespace reaches every part of the server within some seconds. Whoever comes next must find it.
attempts=60
until temporal workflow list --limit 1 > /dev/null 2>&1; do
  attempts=$((attempts - 1))
  if [ "$attempts" -le 0 ]; then
    echo "The namespace $TEMPORAL_NAMESPACE cannot be used." >&2
    exit 1
  fi
  sleep 1
done
echo "The namespace $TEMPORAL_NAMESPACE is there and keeps closed runs for $RETENTION."
