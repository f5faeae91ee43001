#!/bin/sh
# Makes Temporal's two databases, or brings them to this version's schema. Changes nothing where they are so already.
# Host, port, user, password and plugin come in the variables SQL_* that the tool reads.
set -eu

bring_up_to_date() {
  temporal-sql-tool --db "$1" create
  temporal-sql-tool --db "$1" setup-schema --version 0.0
  temporal-sql-tool --db "$1" update-schema --schema-name "$2"
}

bring_up_to_date temporal postgresql/v12/temporal
bring_up_to_date temporal_visibility postgresql/v12/visibility
echo 'The schema is up to date.'
