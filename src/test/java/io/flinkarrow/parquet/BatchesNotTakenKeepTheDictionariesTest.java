package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.refusal.RefusedRowsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A batch that is refused for a row, or has none, does not push the dictionaries of the batch
 * before out of what is known: row groups end where they would without it.
 */
class BatchesNotTakenKeepTheDictionariesTest {

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final DictionaryEncoding ENCODING = new DictionaryEncoding(1, false, null);
  private static final int ROWS = 5_000;
  private static final int ENTRIES = 3_000;
  private static final WriterOptions OPTIONS =
      WriterOptions.builder().rowGroupBytes(400_000).maximumRowBytes(1_000_000).build();

  private final BufferAllocator allocator = new RootAllocator();
  private final VarCharVector usual = dictionary("usual");
  private final VarCharVector other = dictionary("other");

  @AfterEach
  void close() {
    usual.close();
    other.close();
    allocator.close();
  }

  private VarCharVector dictionary(String prefix) {
    VarCharVector entries = new VarCharVector("entries", allocator);
    for (int i = 0; i < ENTRIES; i++) {
      entries.setSafe(i, (prefix + " value number " + i).getBytes(StandardCharsets.UTF_8));
    }
    entries.setValueCount(ENTRIES);
    return entries;
  }

  @Test
  void ifARowIsTooLarge() throws IOException {
    assertThat(fileWith(ROWS, 2_000_000)).isEqualTo(fileWith(-1, 0));
  }

  @Test
  void ifThereIsNoRow() throws IOException {
    assertThat(fileWith(0, 0)).isEqualTo(fileWith(-1, 0));
  }

  /** A file of six batches, with one not taken behind the first; none if it has -1 rows. */
  private byte[] fileWith(int rows, int lastStringBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (IntVector indices =
            new IntVector("indices", new FieldType(true, INT, ENCODING), allocator);
        VarCharVector strings = new VarCharVector("strings", allocator)) {
      List<Field> fields = List.of(indices.getField(), strings.getField());
      VectorSchemaRoot root = new VectorSchemaRoot(fields, List.of(indices, strings));
      ArrowParquetWriter writer =
          ArrowParquetWriter.open(out, root.getSchema(), provider(usual), OPTIONS);
      for (int i = 0; i < 6; i++) {
        fill(root, ROWS, 5);
        writer.write(root, provider(usual));
        if (i == 0 && rows >= 0) {
          fill(root, rows, lastStringBytes);
          if (rows == 0) {
            writer.write(root, provider(other));
          } else {
            assertThatThrownBy(() -> writer.write(root, provider(other)))
                .isInstanceOf(RefusedRowsException.class)
                .hasMessageContaining("row " + (rows - 1));
          }
        }
      }
      writer.finish();
    }
    return out.toByteArray();
  }

  private static MapDictionaryProvider provider(VarCharVector entries) {
    return new MapDictionaryProvider(new Dictionary(entries, ENCODING));
  }

  private static void fill(VectorSchemaRoot root, int rows, int lastStringBytes) {
    IntVector indices = (IntVector) root.getVector(0);
    VarCharVector strings = (VarCharVector) root.getVector(1);
    for (int row = 0; row < rows; row++) {
      indices.setSafe(row, row % ENTRIES);
      strings.setSafe(row, new byte[row == rows - 1 ? lastStringBytes : 5]);
    }
    indices.setValueCount(rows);
    strings.setValueCount(rows);
    root.setRowCount(rows);
  }
}
