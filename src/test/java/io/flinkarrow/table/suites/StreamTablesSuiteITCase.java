package io.flinkarrow.table.suites;

import org.apache.flink.table.planner.runtime.stream.sql.StreamFileSystemITCaseBase;

/** What Flink asks of every format of file tables, in streaming mode. */
public class StreamTablesSuiteITCase extends StreamFileSystemITCaseBase {

  @Override
  public String[] formatProperties() {
    return new String[] {"'format' = 'arrow-parquet'"};
  }
}
