package io.flinkarrow.parquet.predicate.pruning;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.file.RowGroupIndexes;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.FloatingPointOrder;
import io.flinkarrow.parquet.options.PageVersion;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.predicate.BytesInput;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.PredicateOracle;
import io.flinkarrow.parquet.predicate.RandomPredicates;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.RandomBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A file of random rows that lie in the order of one column, in several row groups and many pages,
 * written with random options.
 *
 * @param types of the columns that may have conditions
 */
public record PrunedFile(
    byte[] bytes, List<Map<String, Object>> rows, Map<List<String>, ArrowType> types) {

  private static final int ROWS = 500;
  private static final int PAGE_ROWS = 20;
  private static final int GROUP_ROWS = 150;

  public static PrunedFile random(long seed, boolean references) throws IOException {
    Random random = new Random(seed);
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(seed, allocator)) {
      Schema schema =
          (references ? batches.schemas().withReferences() : batches.schemas())
              .schema(6, random.nextInt(2));
      try (VectorSchemaRoot root = batches.batch(schema, ROWS)) {
        RecordBatch batch = RecordBatch.copyOf(root, batches.dictionaries());
        Map<List<String>, ArrowType> types = RandomPredicates.types(batch.schema().getFields());
        List<Map<String, Object>> rows = ArrowValues.rows(root, batches.dictionaries());
        int[] order = order(random, rows, types);
        List<Map<String, Object>> sorted = Arrays.stream(order).mapToObj(rows::get).toList();
        return new PrunedFile(write(batch.take(order), options(random), allocator), sorted, types);
      }
    }
  }

  private static int[] order(
      Random random, List<Map<String, Object>> rows, Map<List<String>, ArrowType> types) {
    List<List<String>> paths = new ArrayList<>(types.keySet());
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
    if (!paths.isEmpty()) {
      List<String> path = paths.get(random.nextInt(paths.size()));
      ArrowType type = types.get(path);
      order.sort(
          Comparator.comparing(
              row -> {
                Object value = PredicateOracle.value(rows.get(row), path);
                return value == null ? null : PredicateOracle.comparable(value, type);
              },
              Comparator.nullsFirst(PrunedFile::compare)));
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int compare(Object left, Object right) {
    if (left instanceof Boolean truth) {
      return Boolean.compare(truth, (Boolean) right);
    }
    if (left instanceof Double number) {
      return Double.compare(number, (Double) right);
    }
    if (left instanceof byte[] bytes) {
      return Arrays.compareUnsigned(bytes, (byte[]) right);
    }
    return left instanceof BigDecimal number ? number.compareTo((BigDecimal) right) : 0;
  }

  static byte[] write(RecordBatch batch, WriterOptions options, BufferAllocator allocator)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LoadedBatch loaded = batch.load(allocator);
        ArrowParquetWriter writer =
            ArrowParquetWriter.open(
                out, loaded.root().getSchema(), loaded.dictionaries(), options)) {
      writer.write(loaded.root(), loaded.dictionaries());
      writer.finish();
    }
    return out.toByteArray();
  }

  static WriterOptions options(Random random) {
    StatisticsLevel[] levels = {
      StatisticsLevel.PAGE, StatisticsLevel.PAGE, StatisticsLevel.CHUNK, StatisticsLevel.OFF
    };
    StatisticsLevel level = levels[random.nextInt(levels.length)];
    boolean bloom = random.nextBoolean();
    PageVersion version = PageVersion.values()[random.nextInt(2)];
    FloatingPointOrder order = FloatingPointOrder.values()[random.nextInt(2)];
    int boundsLength = 4 + random.nextInt(20);
    return WriterOptions.builder()
        .codec(random.nextBoolean() ? CompressionCodec.ZSTD : CompressionCodec.UNCOMPRESSED)
        .dictionary(random.nextBoolean())
        .pageRows(PAGE_ROWS)
        .rowGroupRows(GROUP_ROWS)
        .columns(
            all ->
                all.statistics(level)
                    .bloomFilter(bloom)
                    .pageVersion(version)
                    .floatingPointOrder(order)
                    .boundsLength(boundsLength))
        .build();
  }

  /** What is left out of the file. */
  record Skipped(long groups, long rows) {

    Skipped plus(Skipped other) {
      return new Skipped(groups + other.groups, rows + other.rows);
    }
  }

  /**
   * Prunes the file.
   *
   * @throws AssertionError if a row is left out that fulfils the predicate
   */
  Skipped prune(Predicate predicate, String place) throws IOException {
    BytesInput input = new BytesInput(bytes);
    FileFooter footer = FileFooter.read(input, 1 << 20, 64, null);
    FilePruning pruning = FilePruning.of(predicate, footer, input);
    Skipped skipped = new Skipped(0, 0);
    int first = 0;
    for (RowGroupChunks group : footer.rowGroups()) {
      RowRanges ranges =
          pruning.rows(
              new RowGroupIndexes(input, footer, group, pruning.leaves(), pruning.leaves()));
      boolean[] kept = new boolean[(int) group.rows()];
      ranges
          .ranges()
          .forEach(range -> Arrays.fill(kept, (int) range.from(), (int) range.to(), true));
      for (int row = 0; row < kept.length; row++) {
        Map<String, Object> values = rows.get(first + row);
        if (!kept[row] && PredicateOracle.keeps(predicate, values, types)) {
          throw new AssertionError(
              "%s: row %d of row group %d fulfils %s but is left out"
                  .formatted(place, row, group.ordinal(), predicate));
        }
      }
      first += (int) group.rows();
      long left = group.rows() - ranges.rows();
      skipped = skipped.plus(new Skipped(ranges.isEmpty() ? 1 : 0, ranges.isEmpty() ? 0 : left));
    }
    return skipped;
  }
}
