package io.flinkarrow.table.suites;

import io.flinkarrow.parquet.options.WriterProfile;
import java.util.List;
import org.apache.flink.table.planner.runtime.batch.sql.BatchFileSystemITCaseBase;
import org.apache.flink.testutils.junit.extensions.parameterized.Parameter;
import org.apache.flink.testutils.junit.extensions.parameterized.ParameterizedTestExtension;
import org.apache.flink.testutils.junit.extensions.parameterized.Parameters;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Flink asks of every format of file tables, in batch mode. */
@ExtendWith(ParameterizedTestExtension.class)
public class BatchTablesSuiteITCase extends BatchFileSystemITCaseBase {

  @Parameter public WriterProfile profile;

  @Parameters(name = "{0}")
  public static List<WriterProfile> profiles() {
    return List.of(WriterProfile.values());
  }

  @Override
  public String[] formatProperties() {
    return new String[] {
      "'format' = 'arrow-parquet'", "'arrow-parquet.profile' = '" + profile + "'"
    };
  }
}
