package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.schema.MessageFormat;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A file of random batches and the rows that it must hold.
 *
 * @param schema in memory format
 */
public record RandomFile(
    Path path, Schema schema, List<Map<String, Object>> rows, FileSummary summary) {

  /** Writes one batch for each of {@code batchRows}. */
  public static RandomFile write(
      Path path,
      long seed,
      Function<RandomSchemas, Schema> schemaOf,
      WriterOptions options,
      int... batchRows)
      throws IOException {
    return write(path, seed, schemaOf, (Schema schema) -> options, batchRows);
  }

  /**
   * @param optionsOf what to write a schema with, which is given in message format
   */
  public static RandomFile write(
      Path path,
      long seed,
      Function<RandomSchemas, Schema> schemaOf,
      Function<Schema, WriterOptions> optionsOf,
      int... batchRows)
      throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(seed, allocator);
        OutputStream out = Files.newOutputStream(path)) {
      Schema schema = schemaOf.apply(batches.schemas());
      ArrowParquetWriter writer = null;
      for (int count : batchRows) {
        try (VectorSchemaRoot batch = batches.batch(schema, count)) {
          if (writer == null) {
            WriterOptions options =
                optionsOf.apply(MessageFormat.of(schema, batches.dictionaries()));
            writer = ArrowParquetWriter.open(out, schema, batches.dictionaries(), options);
          }
          rows.addAll(ArrowValues.rows(batch, batches.dictionaries()));
          writer.write(batch, batches.dictionaries());
        }
      }
      FileSummary summary = writer.finish();
      writer.close();
      assertThat(summary.rows()).isEqualTo(rows.size());
      return new RandomFile(path, schema, rows, summary);
    }
  }

  /** The same with other values in place of those that are not null. */
  public RandomFile with(UnaryOperator<Object> change) {
    List<Map<String, Object>> changed = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Map<String, Object> values = new LinkedHashMap<>();
      row.forEach((name, value) -> values.put(name, PlainValue.ofLeaves(value, change)));
      changed.add(values);
    }
    return new RandomFile(path, schema, changed, summary);
  }

  /** Compares column by column, so that a failure names its place and not all values. */
  public void assertHolds(String reader, List<Map<String, Object>> actual) {
    assertHolds(reader, actual, UnaryOperator.identity());
  }

  /**
   * @param view what the reader can show of a value
   */
  public void assertHolds(
      String reader, List<Map<String, Object>> actual, UnaryOperator<Object> view) {
    assertThat(actual).as("rows read by %s", reader).hasSameSizeAs(rows);
    for (int row = 0; row < rows.size(); row++) {
      Map<String, Object> expected = rows.get(row);
      for (Map.Entry<String, Object> cell : actual.get(row).entrySet()) {
        assertThat(view.apply(cell.getValue()))
            .as("row %d, column %s read by %s from %s", row, cell.getKey(), reader, path)
            .isEqualTo(view.apply(expected.get(cell.getKey())));
      }
    }
  }
}
