package io.flinkarrow.table;

import io.flinkarrow.testing.PartFiles;
import java.nio.file.Path;
import org.apache.flink.api.common.RuntimeExecutionMode;

/**
 * A streaming job that has a file open in each of a thousand partitions, to be run in a JVM of its
 * own that has less heap than the rows are large.
 */
final class ManyOpenPartitions {

  static final int PARTITIONS = 1_000;
  static final int ROWS = 250_000;

  private ManyOpenPartitions() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    SqlSession session = SqlSession.ofOneTask(RuntimeExecutionMode.STREAMING);
    session.createTable(
        "t",
        "n BIGINT, payload STRING, part INT",
        "PARTITIONED BY (part)",
        directory,
        "'arrow-parquet.codec' = 'uncompressed'",
        "'arrow-parquet.memory-budget-bytes' = '" + arguments[1] + "'");
    session.numbers("numbers", ROWS);
    session.run(
        ("INSERT INTO t SELECT n, REPEAT(SHA256(CAST(n AS STRING)), 16), CAST(MOD(n, %d) AS INT) "
                + "FROM numbers")
            .formatted(PARTITIONS));
    System.out.println(PartFiles.visible(directory).size() + " files");
  }
}
