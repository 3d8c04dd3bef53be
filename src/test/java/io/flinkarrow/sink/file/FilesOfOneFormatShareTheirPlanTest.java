package io.flinkarrow.sink.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.row.RowParquetWriter;
import java.io.ByteArrayOutputStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

/** With a thousand partitions a file is opened often: what its row type says is looked at once. */
class FilesOfOneFormatShareTheirPlanTest {

  private final RowFileOpener format =
      new RowFileOpener("", RowType.of(new BigIntType()), WriterOptions.defaults());

  @Test
  void aPlanIsMadeOnce() {
    assertThat(format.plan()).isSameAs(format.plan());
  }

  @Test
  void aTaskMakesItsOwnOnce() throws Exception {
    RowFileOpener sent = InstantiationUtil.clone(format);

    assertThat(sent.plan()).isSameAs(sent.plan()).isNotSameAs(format.plan());
    assertThat(file(sent)).isEqualTo(file(format));
  }

  /** The second file: the first one leaves nothing in the plan. */
  private static byte[] file(RowFileOpener format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int file = 0; file < 2; file++) {
      out.reset();
      try (RowParquetWriter writer = format.openWriter(out)) {
        writer.write(GenericRowData.of(7L));
        writer.finish();
      }
    }
    return out.toByteArray();
  }
}
