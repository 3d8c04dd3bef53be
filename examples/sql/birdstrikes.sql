-- Bird strikes reported to the FAA: from a CSV file of texts to typed, partitioned Parquet, and queries on that.
-- For Flink's SQL client, put your own paths in place of ${input} and ${out}. Statements end with a semicolon at the
-- end of a line.

SET 'execution.runtime-mode' = 'batch';
SET 'table.local-time-zone' = 'UTC';

-- What lies in the file: texts, in the order of its columns.
CREATE TABLE reports (
  airport STRING,
  aircraft STRING,
  damage STRING,
  flight_date STRING,
  operator STRING,
  origin_state STRING,
  flight_phase STRING,
  wildlife_size STRING,
  species STRING,
  time_of_day STRING,
  cost_other STRING,
  cost_repair STRING,
  cost_total STRING,
  speed_knots STRING
) WITH (
  'connector' = 'filesystem',
  'path' = '${input}',
  'format' = 'csv'
);

-- What is made of it. NOT NULL columns become REQUIRED in Parquet; the year is in the names of folders.
CREATE TABLE strikes (
  airport STRING NOT NULL,
  aircraft STRING,
  operator STRING,
  origin_state STRING,
  flight_date DATE NOT NULL,
  flight_phase STRING,
  wildlife ROW<species STRING, size STRING>,
  damage STRING,
  cost_repair DECIMAL(12, 2),
  cost_total DECIMAL(12, 2),
  speed_knots SMALLINT,
  flight_year INT
) PARTITIONED BY (flight_year) WITH (
  'connector' = 'filesystem',
  'path' = '${out}',
  'format' = 'arrow-parquet',
  'arrow-parquet.codec' = 'zstd',
  'arrow-parquet.compression-level' = '3',
  'arrow-parquet.column.flight_date.encoding' = 'delta_binary_packed',
  'arrow-parquet.key-value-metadata.source' = 'FAA Wildlife Strike Database',
  'sink.partition-commit.policy.kind' = 'success-file'
);

-- Empty texts become NULL; the head line is left out.
INSERT INTO strikes
SELECT
  airport,
  NULLIF(aircraft, ''),
  NULLIF(operator, ''),
  NULLIF(origin_state, ''),
  CAST(flight_date AS DATE),
  NULLIF(flight_phase, ''),
  ROW(NULLIF(species, ''), NULLIF(wildlife_size, '')),
  NULLIF(damage, ''),
  CAST(NULLIF(cost_repair, '') AS DECIMAL(12, 2)),
  CAST(NULLIF(cost_total, '') AS DECIMAL(12, 2)),
  CAST(NULLIF(speed_knots, '') AS SMALLINT),
  -- Flink 2.3 cannot read a table any more once a partition column was NULL.
  COALESCE(CAST(SUBSTRING(flight_date FROM 1 FOR 4) AS INT), 0)
FROM reports
WHERE flight_date <> 'Flight Date';

-- Strikes and their cost by year; the last result is the one that is checked against the CSV file.
SELECT species, COUNT(*) AS strikes
FROM (SELECT strikes.wildlife.species AS species FROM strikes)
GROUP BY species
ORDER BY strikes DESC, species
LIMIT 5;

-- Reads one folder and three columns.
SELECT airport, cost_total, speed_knots
FROM strikes
WHERE flight_year = 2001
ORDER BY cost_total DESC, airport
LIMIT 3;

SELECT flight_year, COUNT(*) AS strikes, SUM(cost_total) AS cost
FROM strikes
GROUP BY flight_year
ORDER BY flight_year;
