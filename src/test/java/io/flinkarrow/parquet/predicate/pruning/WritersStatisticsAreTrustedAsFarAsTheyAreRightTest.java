package io.flinkarrow.parquet.predicate.pruning;

import static io.flinkarrow.parquet.predicate.Predicate.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.predicate.RandomPredicates;
import io.flinkarrow.testing.PlainValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose minima and maxima are believed, and that filters and dictionaries are of use. */
class WritersStatisticsAreTrustedAsFarAsTheyAreRightTest {

  private static final int ROWS = 400;

  @TempDir private Path directory;

  /** Four row groups; values rise from one to the next. */
  private static PrunedFile rising(WriterOptions.Builder options) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("id", new ArrowType.Int(64, true)),
                Field.nullable("count", new ArrowType.Int(32, false)),
                Field.nullable("name", ArrowType.Utf8.INSTANCE),
                Field.nullable("price", new ArrowType.Decimal(30, 2, 128)),
                Field.nullable("tens", new ArrowType.Int(64, true))));
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      root.allocateNew();
      for (int row = 0; row < ROWS; row++) {
        BigDecimal price = BigDecimal.valueOf(row - 200, 2);
        ((BigIntVector) root.getVector(0)).setSafe(row, 2L * row - 400);
        ((UInt4Vector) root.getVector(1)).setSafe(row, row * 10_000_000);
        ((VarCharVector) root.getVector(2))
            .setSafe(row, "name%05d".formatted(row).getBytes(StandardCharsets.UTF_8));
        ((DecimalVector) root.getVector(3)).setSafe(row, price);
        ((BigIntVector) root.getVector(4)).setSafe(row, row / 10);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("tens", (long) (row / 10));
        values.put("id", 2L * row - 400);
        values.put("count", row * 10_000_000L & 0xFFFFFFFFL);
        values.put("name", "name%05d".formatted(row));
        values.put("price", price);
        rows.add(values);
      }
      root.setRowCount(ROWS);
      byte[] bytes =
          PrunedFile.write(RecordBatch.copyOf(root), options.rowGroupRows(100).build(), allocator);
      return new PrunedFile(bytes, rows, RandomPredicates.types(schema.getFields()));
    }
  }

  private static PrunedFile changed(PrunedFile file, Consumer<FileMetaData> change)
      throws IOException {
    PatchedFile patch = new PatchedFile(file.bytes());
    change.accept(patch.footer());
    return new PrunedFile(patch.bytes(), file.rows(), file.types());
  }

  private static long groupsSkipped(PrunedFile file, Predicate predicate) throws IOException {
    return file.prune(predicate, predicate.toString()).groups();
  }

  private static final Predicate PRICE = column("price").isLessThan(new BigDecimal("-1.50"));
  private static final Predicate COUNT = column("count").isGreaterThan(3_500_000_000L);
  private static final Predicate NAME = column("name").startsWith("name0000");
  private static final Predicate ID = column("id").isIn(-400, 1000);

  private static WriterOptions.Builder withoutDictionary() {
    return WriterOptions.builder().dictionary(false);
  }

  @Test
  void decimalsInBytesAreTrustedOfWritersThatOrderThemAsNumbers() throws IOException {
    PrunedFile file = rising(withoutDictionary());
    assertThat(groupsSkipped(file, PRICE)).isEqualTo(3);
    Map<String, Long> skipped =
        Map.of(
            "parquet-mr version 1.13.1 (build abc)", 3L,
            "parquet-mr version 1.9.0 (build abc)", 0L,
            "parquet-cpp-arrow version 14.0.2", 3L,
            "parquet-cpp-arrow version 3.0.0", 0L,
            "DuckDB version v1.1.3 (build abc)", 3L,
            "Polars", 0L,
            "parquet-rs version 56.0.0", 0L,
            "github.com/parquet-go/parquet-go version 0.32.0(build )", 0L,
            "nobody at all", 0L);
    for (Map.Entry<String, Long> writer : skipped.entrySet()) {
      PrunedFile other = changed(file, footer -> footer.setCreated_by(writer.getKey()));

      assertThat(groupsSkipped(other, PRICE)).as(writer.getKey()).isEqualTo(writer.getValue());
      assertThat(groupsSkipped(other, ID)).as(writer.getKey()).isEqualTo(3);
    }
  }

  @Test
  void unsignedNumbersAndStringsAreNotTrustedOfOldWriters() throws IOException {
    PrunedFile file = rising(withoutDictionary());
    PrunedFile old =
        changed(file, footer -> footer.setCreated_by("parquet-mr version 1.8.1 (build abc)"));

    assertThat(groupsSkipped(file, COUNT)).isEqualTo(3);
    assertThat(groupsSkipped(file, NAME)).isEqualTo(3);
    assertThat(groupsSkipped(old, COUNT)).isZero();
    assertThat(groupsSkipped(old, NAME)).isZero();
    assertThat(groupsSkipped(old, ID)).isEqualTo(3);
  }

  @Test
  void withoutColumnOrdersOnlyTheDeprecatedBoundsOfSignedNumbersAreTrusted() throws IOException {
    PrunedFile file = changed(rising(withoutDictionary()), FileMetaData::unsetColumn_orders);

    assertThat(groupsSkipped(file, COUNT)).isZero();
    assertThat(groupsSkipped(file, NAME)).isZero();
    assertThat(groupsSkipped(file, PRICE)).isZero();
    assertThat(groupsSkipped(file, ID)).isEqualTo(3);
  }

  @Test
  void bloomFiltersAndDictionariesRuleOutWhatBoundsDoNot() throws IOException {
    Predicate absent = column("id").isIn(-399, 1, 201);
    PrunedFile plain = rising(withoutDictionary());
    PrunedFile filtered =
        rising(
            withoutDictionary()
                .columns(all -> all.bloomFilter(true).statistics(StatisticsLevel.OFF)));
    PrunedFile withDictionary =
        rising(
            WriterOptions.builder()
                .columns(all -> all.dictionary(true).statistics(StatisticsLevel.OFF)));

    assertThat(groupsSkipped(plain, absent)).as("bounds").isEqualTo(1);
    assertThat(groupsSkipped(filtered, absent)).as("Bloom filter").isGreaterThanOrEqualTo(3);
    assertThat(groupsSkipped(filtered, column("name").isEqualTo("name0012"))).isEqualTo(4);
    assertThat(groupsSkipped(withDictionary, column("tens").isEqualTo(7))).isEqualTo(3);
    assertThat(groupsSkipped(withDictionary, column("tens").isGreaterThan(38))).isEqualTo(3);
    assertThat(groupsSkipped(withDictionary, column("tens").isGreaterThan(39))).isEqualTo(4);
  }

  @Test
  void noRowOfParquetJavasFilesIsLost() throws IOException {
    PrunedFile.Skipped skipped = new PrunedFile.Skipped(0, 0);
    for (int version = 1; version <= 2; version++) {
      for (boolean dictionary : new boolean[] {true, false}) {
        PrunedFile file = parquetJava(version, dictionary);
        RandomPredicates predicates =
            new RandomPredicates(new Random(version), file.rows(), file.types());
        for (int i = 0; i < 400; i++) {
          skipped = skipped.plus(file.prune(predicates.next(i % 4), "version " + version));
        }
      }
    }
    assertThat(skipped.groups()).isGreaterThan(500);
    assertThat(skipped.rows()).isGreaterThan(5_000);
  }

  private PrunedFile parquetJava(int version, boolean dictionary) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message rows {
              required int64 id;
              optional int32 small (INTEGER(32, false));
              optional double ratio;
              optional binary name (STRING);
              optional fixed_len_byte_array(10) price (DECIMAL(20, 2));
              optional int32 day (DATE);
              optional int64 at (TIMESTAMP(MICROS, true));
              optional boolean flag;
            }
            """);
    Map<List<String>, ArrowType> types = new LinkedHashMap<>();
    types.put(List.of("id"), new ArrowType.Int(64, true));
    types.put(List.of("small"), new ArrowType.Int(32, false));
    types.put(List.of("ratio"), new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
    types.put(List.of("name"), ArrowType.Utf8.INSTANCE);
    types.put(List.of("price"), new ArrowType.Decimal(20, 2, 128));
    types.put(List.of("day"), new ArrowType.Date(DateUnit.DAY));
    types.put(List.of("at"), new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
    types.put(List.of("flag"), ArrowType.Bool.INSTANCE);
    Path path = directory.resolve("java%d%s.parquet".formatted(version, dictionary));
    List<Map<String, Object>> rows = new ArrayList<>();
    Random random = new Random(version);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(path))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withWriterVersion(version == 1 ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0)
            .withDictionaryEncoding(dictionary)
            .withBloomFilterEnabled(true)
            .withMinRowCountForPageSizeCheck(10)
            .withMaxRowCountForPageSizeCheck(10)
            .withPageRowCountLimit(20)
            .withRowGroupRowCountLimit(100)
            .withStatisticsTruncateLength(6)
            .withColumnIndexTruncateLength(6)
            .build()) {
      for (int row = 0; row < ROWS; row++) {
        Map<String, Object> values = new LinkedHashMap<>();
        Group group = new SimpleGroup(schema);
        group.add("id", row * 3L - 500);
        values.put("id", row * 3L - 500);
        if (random.nextInt(10) != 0) {
          int small = row % 50 - 10;
          group.add("small", small);
          values.put("small", Integer.toUnsignedLong(small));
        }
        if (row / 60 % 2 == 0) {
          double ratio = random.nextInt(30) == 0 ? Double.NaN : row < 20 ? -0.0 : row / 7.0 - 20;
          group.add("ratio", ratio);
          values.put("ratio", PlainValue.of(ratio));
        }
        String name = "prefix" + (char) ('a' + row / 20) + "ü" + row;
        group.add("name", name);
        values.put("name", name);
        BigDecimal price = BigDecimal.valueOf(row * 7L - 1_000, 2);
        byte[] unscaled = new byte[10];
        byte[] shortest = price.unscaledValue().toByteArray();
        Arrays.fill(unscaled, (byte) (price.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, unscaled, 10 - shortest.length, shortest.length);
        group.add("price", Binary.fromConstantByteArray(unscaled));
        values.put("price", price);
        group.add("day", row / 3);
        values.put("day", (long) (row / 3));
        group.add("at", row * 1_000_003L - 200_000_000);
        values.put("at", row * 1_000_003L - 200_000_000);
        group.add("flag", row > 150);
        values.put("flag", row > 150);
        writer.write(group);
        rows.add(values);
      }
    }
    return new PrunedFile(Files.readAllBytes(path), rows, types);
  }
}
