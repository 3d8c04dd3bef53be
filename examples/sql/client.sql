-- What examples/cluster sql starts the SQL client with.

-- Results below the statement, in a script too.
SET 'sql-client.execution.result-mode' = 'tableau';
-- A statement that fails says so at once, instead of being tried again while the client waits.
SET 'restart-strategy.type' = 'none';
