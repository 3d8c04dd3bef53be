package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot after every row makes few pages of short rows, and compresses long ones once. */
class SnapshotsHaveFewSmallPagesTest {

  private static final int SNAPSHOTS = 100;

  private static final Schema SCHEMA =
      new Schema(List.of(Field.notNullable("bytes", new ArrowType.Binary())));

  @TempDir Path directory;

  @Test
  void ofShortRows() throws IOException {
    assertThat(pagesOfLastSnapshot(20)).isLessThanOrEqualTo(16);
  }

  @Test
  void ofLongRows() throws IOException {
    assertThat(pagesOfLastSnapshot(2_000)).isEqualTo(SNAPSHOTS);
  }

  private int pagesOfLastSnapshot(int rowBytes) throws IOException {
    Random random = new Random(rowBytes);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                new ByteArrayOutputStream(), SCHEMA, WriterOptions.builder().build())) {
      UnfinishedFile last = null;
      for (int i = 0; i < SNAPSHOTS; i++) {
        byte[] row = new byte[rowBytes];
        random.nextBytes(row);
        ((VarBinaryVector) batch.getVector(0)).setSafe(0, row);
        batch.setRowCount(1);
        writer.write(batch);
        last = writer.snapshot();
      }
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      last.finish(whole);
      Path file = directory.resolve(rowBytes + ".parquet");
      Files.write(file, whole.toByteArray());
      assertThat(ParquetJavaReader.read(file)).hasSize(SNAPSHOTS);
      try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
        return reader
            .readOffsetIndex(reader.getFooter().getBlocks().get(0).getColumns().get(0))
            .getPageCount();
      }
    }
  }
}
