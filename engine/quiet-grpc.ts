/*
 * gRPC for Node writes to the terminal by itself what the caller is told as an error: lines that no log has the form
 * of, in the words of no error. It reads this when it is loaded, so whoever imports it imports this first. Who has set
 * either variable (grpc-node's doc/environment_variables.md) sees its lines.
 */
if (process.env['GRPC_NODE_VERBOSITY'] === undefined) process.env['GRPC_VERBOSITY'] ??= 'NONE';
