package io.flinkarrow.read;

import io.flinkarrow.parquet.ArrowParquetReader;
import io.flinkarrow.parquet.ReaderOptions;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.EncryptionKeyProvider;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.RandomPredicates;
import io.flinkarrow.parquet.schema.MessageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.annotation.Nullable;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.types.logical.RowType;

/**
 * A small good file, and what it gives: as batches, as rows, and each with a predicate.
 *
 * @param keys null if it is not encrypted
 * @param rows by reading
 */
record SampleFile(
    String name,
    byte[] bytes,
    @Nullable EncryptionKeyProvider keys,
    Map<FileReading, List<Map<String, Object>>> rows) {

  static SampleFile of(Path file, @Nullable EncryptionKeyProvider keys, Random random)
      throws IOException {
    Schema schema = schema(file, keys);
    RowType rowType = ArrowAsRowType.of(schema);
    FileReading batches = new FileReading(null, null, keys);
    Map<FileReading, List<Map<String, Object>>> rows = new LinkedHashMap<>();
    rows.put(batches, read(batches, file));
    Predicate predicate =
        new RandomPredicates(random, rows.get(batches), RandomPredicates.types(schema.getFields()))
            .next(1);
    for (FileReading reading :
        List.of(
            new FileReading(rowType, null, keys),
            new FileReading(null, predicate, keys),
            new FileReading(rowType, predicate, keys))) {
      rows.put(reading, read(reading, file));
    }
    return new SampleFile(file.getFileName().toString(), Files.readAllBytes(file), keys, rows);
  }

  /** In message format: predicates are on the values of dictionaries. */
  private static Schema schema(Path file, @Nullable EncryptionKeyProvider keys) throws IOException {
    ReaderOptions.Builder options = ReaderOptions.builder();
    if (keys != null) {
      options.keyProvider(keys);
    }
    try (RootAllocator allocator = new RootAllocator();
        ArrowParquetReader reader =
            ArrowParquetReader.open(ParquetInput.open(file), options.build(), allocator)) {
      reader.loadNextBatch();
      return MessageFormat.of(reader.getVectorSchemaRoot().getSchema(), reader);
    }
  }

  private static List<Map<String, Object>> read(FileReading reading, Path file) {
    FileReading.Outcome outcome = reading.read(file);
    if (outcome.refusal() != null) {
      throw new IllegalStateException("A good file is refused by " + reading, outcome.refusal());
    }
    return outcome.rows();
  }
}
