package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.column.LeafRows;
import io.flinkarrow.parquet.column.LeafSlices;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers;
import io.flinkarrow.parquet.shred.nodes.BatchBuffers.DictionaryBuffers;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** What is thrown while rows are only looked at fails the writer too, unless they are refused. */
class ErrorsFailTheWriterTest {

  private static final class NoHeap extends AbstractMap<Long, DictionaryBuffers> {

    @Override
    public DictionaryBuffers get(Object key) {
      throw new OutOfMemoryError("on purpose");
    }

    @Override
    public Set<Map.Entry<Long, DictionaryBuffers>> entrySet() {
      throw new OutOfMemoryError("on purpose");
    }
  }

  private record NoHeapForSlices() implements LeafRows {

    @Override
    public long valueBytes(int fromRow, int toRow) {
      return (long) toRow - fromRow;
    }

    @Override
    public long idBytes(int fromRow, int toRow) {
      return valueBytes(fromRow, toRow);
    }

    @Override
    public boolean areByReference() {
      return false;
    }

    @Override
    public LeafSlices slices(int fromRow, int rowCount) {
      throw new OutOfMemoryError("on purpose");
    }
  }

  @Test
  void whileTheOrderIsVerified() {
    Schema schema = new Schema(List.of(Field.nullable("text", new ArrowType.Utf8())));
    WriterOptions options =
        WriterOptions.builder()
            .schema(all -> all.sortingColumns(SortingColumn.ascending("text")))
            .build();
    LeafRowsWriter writer =
        new LeafRowsWriter(OutputStream.nullOutputStream(), FilePlan.of(schema, options));
    assertThatThrownBy(() -> writer.write(List.of(new NoHeapForSlices()), 10))
        .isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(writer::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The writer failed before");
  }

  @Test
  void whileABatchIsChecked() {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(32, true));
    Field field = new Field("text", new FieldType(true, new ArrowType.Utf8(), encoding), null);
    ArrowParquetWriter writer =
        ArrowParquetWriter.open(
            OutputStream.nullOutputStream(), new Schema(List.of(field)), WriterOptions.defaults());
    ByteBuffer[] buffers = {ByteBuffer.allocateDirect(8), ByteBuffer.allocateDirect(8)};
    BatchBuffers batch = new BatchBuffers(1, new int[] {1}, new int[] {0}, buffers, new NoHeap());
    assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(writer::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The writer failed before");
  }
}
