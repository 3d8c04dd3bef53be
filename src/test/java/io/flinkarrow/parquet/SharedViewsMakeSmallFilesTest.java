package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.layout.ViewForm;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch whose views share long values costs what these take, not what the views stand for. */
class SharedViewsMakeSmallFilesTest {

  private static final int ROWS = 200_000;
  private static final int LENGTH = 50_000;

  @TempDir Path directory;

  @Test
  void tenGigabytesOfViewsOfTwoValuesAreAFewKilobytes() throws Exception {
    byte[] value = new byte[LENGTH + 1];
    Arrays.fill(value, (byte) 'v');
    ByteBuffer views = ByteBuffer.allocate(ROWS * ViewForm.WIDTH).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < ROWS; i++) {
      views.putInt(LENGTH + i % 2).putInt(0x76767676).putInt(0).putInt(0);
    }
    BatchBuffers batch =
        new BatchBuffers(
            ROWS,
            new int[] {ROWS},
            new int[] {0},
            new ByteBuffer[] {ByteBuffer.allocate(0), views.flip(), ByteBuffer.wrap(value)},
            new int[] {0, 1},
            Map.of());
    Schema schema = new Schema(List.of(Field.notNullable("v", new ArrowType.Utf8View())));
    Path file = directory.resolve("views.parquet");
    long most = 0;
    try (OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, schema, WriterOptions.defaults())) {
      for (int i = 0; i < 3; i++) {
        writer.write(batch);
        most = Math.max(most, writer.retainedBytes());
      }
      writer.finish();
    }

    assertThat(most).isLessThan(16 << 20);
    assertThat(Files.size(file)).isLessThan(100_000);
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT strlen(v), count(*) FROM '%s' GROUP BY v ORDER BY 1".formatted(file))) {
      for (int i = 0; i < 2; i++) {
        assertThat(result.next()).isTrue();
        assertThat(result.getInt(1)).isEqualTo(LENGTH + i);
        assertThat(result.getLong(2)).isEqualTo(3L * ROWS / 2);
      }
      assertThat(result.next()).isFalse();
    }
  }
}
