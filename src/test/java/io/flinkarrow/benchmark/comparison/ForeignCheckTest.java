package io.flinkarrow.benchmark.comparison;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.benchmark.DataSet;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contestant whose file is wrong in one value does not pass. */
class ForeignCheckTest {

  @TempDir private Path folder;

  @Test
  void aFileIsAcceptedOnlyIfEveryValueIsTheInputs() throws Exception {
    try (BufferAllocator allocator = new RootAllocator();
        ForeignCheck check = new ForeignCheck()) {
      Path input = folder.resolve("input.arrow");
      DataSet.NESTED.writeTo(input, allocator, 1_000, 1_000);
      List<VectorSchemaRoot> batches = DataSet.readFrom(input, allocator);
      Path right = write(batches, "right.parquet");
      ListVector scores = (ListVector) batches.get(0).getVector("scores");
      IntVector elements = (IntVector) scores.getDataVector();
      elements.set(500, 1_000_000);
      Path wrong = write(batches, "wrong.parquet");
      batches.forEach(VectorSchemaRoot::close);

      assertThatCode(() -> check.check(right, "a writer", check.ofStream(input)))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> check.check(wrong, "a writer", check.ofStream(input)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("The file of a writer does not hold what went in")
          .hasMessageContaining("column scores=expected ");
    }
  }

  private Path write(List<VectorSchemaRoot> batches, String name) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(out, batches.get(0).getSchema(), WriterOptions.defaults())) {
      for (VectorSchemaRoot batch : batches) {
        writer.write(batch);
      }
      writer.finish();
    }
    return file;
  }
}
