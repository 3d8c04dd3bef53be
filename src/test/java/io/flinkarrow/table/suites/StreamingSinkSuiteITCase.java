package io.flinkarrow.table.suites;

import org.apache.flink.table.planner.runtime.stream.FsStreamingSinkITCaseBase;

/** What Flink asks of every format that a streaming job writes, with partition commit. */
public class StreamingSinkSuiteITCase extends FsStreamingSinkITCaseBase {

  @Override
  public String[] additionalProperties() {
    return new String[] {"'format' = 'arrow-parquet'"};
  }
}
