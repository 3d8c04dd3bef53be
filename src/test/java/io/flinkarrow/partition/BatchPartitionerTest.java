package io.flinkarrow.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.Rows;
import io.flinkarrow.batch.SampleColumns;
import io.flinkarrow.batch.SampleDictionaries;
import io.flinkarrow.batch.body.BatchBody;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.testing.ArrowValues;
import io.flinkarrow.testing.NumberedBatches;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.RunEndEncodedVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.util.Lists;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts are what going through the rows one by one, with arrow-java's vectors, makes of them. */
class BatchPartitionerTest {

  private static final String DEFAULT = "__HIVE_DEFAULT_PARTITION__";

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingIsLeft() {
    assertThat(allocator.getAllocatedMemory()).isZero();
    allocator.close();
  }

  static List<Field> partitionable() {
    List<Field> fields = new ArrayList<>();
    for (Field field : SampleColumns.everyType()) {
      boolean partitionable =
          switch (field.getType().getTypeID()) {
            case Bool, Int, Decimal, Date, Utf8, LargeUtf8, Utf8View -> true;
            default -> false;
          };
      if (partitionable) {
        fields.add(Field.nullable("p" + fields.size(), field.getType()));
      }
    }
    for (int bits : new int[] {16, 32, 64}) {
      fields.add(runs("p" + fields.size(), bits, fields.get(bits / 32)));
    }
    fields.add(runs("p" + fields.size(), 32, Field.nullable("", new ArrowType.Utf8())));
    fields.add(runs("p" + fields.size(), 32, Field.nullable("", new ArrowType.Utf8View())));
    return fields;
  }

  private static Field runs(String name, int bits, Field values) {
    return new Field(
        name,
        FieldType.nullable(new ArrowType.RunEndEncoded()),
        List.of(
            Field.notNullable("run_ends", new ArrowType.Int(bits, true)),
            Field.nullable("values", values.getType())));
  }

  /** A few values many times, beside columns of all types. */
  private RecordBatch repeated(
      List<Field> partitionColumns, int rows, double nulls, Random random) {
    List<Field> fields = new ArrayList<>(SampleColumns.everyType());
    fields.addAll(random.nextInt(fields.size()), partitionColumns);
    try (VectorSchemaRoot root =
        SampleColumns.random(unique(fields), 7, nulls, random, allocator)) {
      return RecordBatch.copyOf(root).take(random.ints(rows, 0, 7).toArray());
    }
  }

  private static Schema unique(List<Field> fields) {
    List<Field> named = new ArrayList<>();
    for (Field field : fields) {
      boolean partition = field.getName().startsWith("p") && field.getName().length() < 4;
      String name = partition ? field.getName() : field.getName() + named.size();
      named.add(new Field(name, field.getFieldType(), field.getChildren()));
    }
    return new Schema(named);
  }

  @ParameterizedTest
  @MethodSource("partitionable")
  void partsByAColumnOfAnyTypeHaveItsRowsInOrder(Field field) {
    Random random = new Random(3);
    for (double nulls : new double[] {0, 0.3, 1}) {
      assertPartsAreThoseOfTheReference(
          repeated(List.of(field), 120, nulls, random), List.of(field.getName()));
    }
  }

  @Test
  void partsBySeveralColumnsHaveTheirRowsInOrder() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<Field> fields = new ArrayList<>(partitionable());
      java.util.Collections.shuffle(fields, random);
      List<Field> chosen = List.copyOf(fields.subList(0, 2 + random.nextInt(2)));
      assertPartsAreThoseOfTheReference(
          repeated(chosen, 200, 0.2, random), chosen.stream().map(Field::getName).toList());
    }
  }

  private void assertPartsAreThoseOfTheReference(RecordBatch batch, List<String> columns) {
    BatchPartitioner partitioner =
        BatchPartitioner.of(
            batch.schema(),
            PartitionByColumns.of(
                columns.get(0), columns.subList(1, columns.size()).toArray(String[]::new)));
    List<BatchPartitioner.Part> parts = Lists.newArrayList(partitioner.split(batch));
    assertThat(rowsOf(parts)).isEqualTo(reference(batch, columns));
    for (BatchPartitioner.Part part : parts) {
      assertThat(partitioner.directoryOf(part.batch())).isEqualTo(part.directory());
    }
  }

  private Map<String, List<List<String>>> rowsOf(List<BatchPartitioner.Part> parts) {
    Map<String, List<List<String>>> rows = new LinkedHashMap<>();
    for (BatchPartitioner.Part part : parts) {
      assertThat(rows.put(part.directory(), Rows.of(part.batch(), allocator)))
          .as("directory that comes twice")
          .isNull();
    }
    return rows;
  }

  private Map<String, List<List<String>>> reference(RecordBatch batch, List<String> columns) {
    Map<String, List<List<String>>> directories = new LinkedHashMap<>();
    try (LoadedBatch loaded = batch.load(allocator)) {
      List<List<String>> rows = Rows.of(loaded.root());
      for (int row = 0; row < batch.rowCount(); row++) {
        List<String> levels = new ArrayList<>();
        for (String column : columns) {
          String text = text(loaded.root().getVector(column), row, loaded);
          levels.add(column + "=" + (text.isEmpty() ? DEFAULT : PathEscaping.escape(text)));
        }
        directories
            .computeIfAbsent(String.join("/", levels), directory -> new ArrayList<>())
            .add(rows.get(row));
      }
    }
    return directories;
  }

  private static String text(FieldVector vector, int row, LoadedBatch loaded) {
    if (vector.isNull(row)) {
      return "";
    }
    if (vector instanceof RunEndEncodedVector runs) {
      int run = 0;
      while (((BaseIntVector) runs.getRunEndsVector()).getValueAsLong(run) <= row) {
        run++;
      }
      return text(runs.getValuesVector(), run, loaded);
    }
    if (vector.getField().getType() instanceof ArrowType.Utf8View) {
      return vector.getObject(row).toString();
    }
    Object value = ArrowValues.value(vector, row, loaded.dictionaries());
    if (vector.getField().getType() instanceof ArrowType.Date) {
      return LocalDate.ofEpochDay((Long) value).toString();
    }
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }

  @Test
  void aDictionaryEncodedColumnGoesByItsValues() {
    RecordBatch batch =
        SampleDictionaries.batch(List.of("Ulm", "", "Köln/Bonn", "Ulm"), 16, allocator);
    BatchPartitioner partitioner =
        BatchPartitioner.of(batch.schema(), PartitionByColumns.of("city").keepColumns(true));
    List<BatchPartitioner.Part> parts = Lists.newArrayList(partitioner.split(batch));
    assertThat(parts)
        .extracting(BatchPartitioner.Part::directory)
        .containsExactly("city=Ulm", "city=" + DEFAULT, "city=Köln%2FBonn");
    assertThat(parts).extracting(part -> part.batch().rowCount()).containsExactly(4, 8, 4);
    assertThat(parts).allMatch(part -> part.batch().dictionaries() == batch.dictionaries());
  }

  static Stream<ArrowType.Timestamp> timestamps() {
    return Stream.of(TimeUnit.values())
        .flatMap(
            unit ->
                Stream.of(
                    new ArrowType.Timestamp(unit, null),
                    new ArrowType.Timestamp(unit, ""),
                    new ArrowType.Timestamp(unit, "America/New_York")));
  }

  @ParameterizedTest
  @MethodSource("timestamps")
  void timesOfAnyUnitGoByTheirPatternInTheZoneAskedFor(ArrowType.Timestamp type) {
    ZoneId zone = ZoneId.of("Europe/Vienna");
    int rows = 500;
    long perSecond = Math.round(Math.pow(10, 3.0 * type.getUnit().ordinal()));
    Schema schema = new Schema(List.of(Field.nullable("time", type)));
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    Random random = new Random(6);
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      TimeStampVector times = (TimeStampVector) root.getVector(0);
      for (int row = 0; row < rows; row++) {
        long value = random.nextLong(-200_000 * perSecond, 200_000 * perSecond);
        times.setSafe(row, value);
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(value, perSecond));
        LocalDateTime local =
            LocalDateTime.ofInstant(
                instant,
                type.getTimezone() == null || type.getTimezone().isEmpty() ? ZoneOffset.UTC : zone);
        String directory = local.format(DateTimeFormatter.ofPattern("'dt='yyyy-MM-dd'/hour='HH"));
        expected.computeIfAbsent(directory, key -> new ArrayList<>()).add(value);
      }
      root.setRowCount(rows);
      PartitionByColumns partitions =
          PartitionByColumns.ofTimestamp("dt", "time", "yyyy-MM-dd")
              .andTimestamp("hour", "time", "HH")
              .zone(zone);
      Map<String, List<Long>> actual = new LinkedHashMap<>();
      for (BatchPartitioner.Part part :
          BatchPartitioner.of(schema, partitions).split(RecordBatch.copyOf(root))) {
        List<Long> values = new ArrayList<>();
        for (int row = 0; row < part.batch().rowCount(); row++) {
          values.add(part.batch().body().buffer(1).getLong(8 * row));
        }
        actual.put(part.directory(), values);
      }
      assertThat(actual).isEqualTo(expected);
      assertThat(actual).hasSizeGreaterThan(50);
    }
  }

  /** Hours of several days are several values, but one directory. */
  @Test
  void valuesThatShareADirectoryShareAPart() {
    Schema schema =
        new Schema(List.of(Field.nullable("time", new ArrowType.Timestamp(TimeUnit.SECOND, null))));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      TimeStampVector times = (TimeStampVector) root.getVector(0);
      for (int row = 0; row < 48; row++) {
        times.setSafe(row, 3_600L * row);
      }
      root.setRowCount(48);
      BatchPartitioner partitioner =
          BatchPartitioner.of(schema, PartitionByColumns.ofTimestamp("hour", "time", "HH"));
      List<BatchPartitioner.Part> parts =
          Lists.newArrayList(partitioner.split(RecordBatch.copyOf(root)));
      assertThat(parts).hasSize(24).allMatch(part -> part.batch().rowCount() == 2);
      assertThat(partitioner.directoryOf(parts.get(7).batch())).isEqualTo("hour=07");
    }
  }

  /** As pyarrow sends the dictionary that polars makes of a column, and of each run. */
  @Test
  void runsOfADictionarysValuesGoByTheValues() {
    Field values =
        new Field(
            "values",
            new FieldType(
                true,
                new ArrowType.Utf8(),
                new DictionaryEncoding(1, false, new ArrowType.Int(8, true))),
            List.of());
    Schema schema =
        new Schema(
            List.of(
                new Field(
                    "city",
                    FieldType.nullable(new ArrowType.RunEndEncoded()),
                    List.of(Field.notNullable("run_ends", new ArrowType.Int(16, true)), values)),
                Field.nullable("n", new ArrowType.Int(8, true))));
    // Five rows in four runs: Ulm, Ulm, Rom, null, Ulm.
    BatchBody body =
        body(
            new int[] {5, 4, 4, 5},
            new int[] {0, 0, 1, 0},
            new byte[0],
            new byte[] {1, 0, 2, 0, 3, 0, 5, 0},
            new byte[] {0b1011},
            new byte[] {0, 1, 0, 2},
            new byte[0],
            new byte[] {1, 2, 3, 4, 5});
    BatchBody dictionary =
        body(
            new int[] {3},
            new int[] {0},
            new byte[0],
            new byte[] {0, 0, 0, 0, 3, 0, 0, 0, 6, 0, 0, 0, 9, 0, 0, 0},
            "UlmRomUlm".getBytes(StandardCharsets.US_ASCII));
    RecordBatch batch =
        RecordBatch.of(BatchSchema.of(schema), 5, body, List.of(DictionaryBatch.of(1, dictionary)));
    BatchPartitioner partitioner = BatchPartitioner.of(schema, PartitionByColumns.of("city"));

    assertThat(partitioner.split(batch))
        .extracting(part -> part.directory() + " " + part.batch().rowCount())
        .containsExactly("city=Ulm 3", "city=Rom 1", "city=" + DEFAULT + " 1");
  }

  /** Three rows: the second entry, null, and the first entry. */
  @Test
  void dictionariesOfTimesGoByTheirPattern() {
    Field time =
        new Field(
            "t",
            new FieldType(
                true,
                new ArrowType.Timestamp(TimeUnit.SECOND, null),
                new DictionaryEncoding(1, false, new ArrowType.Int(8, true))),
            List.of());
    Schema schema = new Schema(List.of(time, Field.nullable("n", new ArrowType.Int(8, true))));
    ByteBuffer times = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    times.putLong(-1).putLong(366 * 86_400);
    BatchBody body =
        body(
            new int[] {3, 3},
            new int[] {1, 0},
            new byte[] {0b101},
            new byte[] {1, 0, 0},
            new byte[0],
            new byte[] {1, 2, 3});
    BatchBody dictionary = body(new int[] {2}, new int[] {0}, new byte[0], times.array());
    RecordBatch batch =
        RecordBatch.of(BatchSchema.of(schema), 3, body, List.of(DictionaryBatch.of(1, dictionary)));
    BatchPartitioner partitioner =
        BatchPartitioner.of(schema, PartitionByColumns.ofTimestamp("year", "t", "yyyy"));

    assertThat(partitioner.split(batch))
        .extracting(BatchPartitioner.Part::directory)
        .containsExactly("year=1971", "year=" + DEFAULT, "year=1969");
  }

  private static BatchBody body(int[] lengths, int[] nulls, byte[]... buffers) {
    int[] offsets = new int[buffers.length];
    int[] sizes = new int[buffers.length];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < buffers.length; i++) {
      offsets[i] = bytes.size();
      sizes[i] = buffers[i].length;
      bytes.writeBytes(Arrays.copyOf(buffers[i], (buffers[i].length + 7) & -8));
    }
    return BatchBody.of(lengths, nulls, new int[0], offsets, sizes, bytes.toByteArray());
  }

  @Test
  void uuidsAreWrittenAsUuids() {
    Field id =
        new Field(
            "id",
            new FieldType(
                true,
                new ArrowType.FixedSizeBinary(16),
                null,
                Map.of(ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME, "arrow.uuid")),
            List.of());
    Schema schema = new Schema(List.of(id, Field.nullable("n", new ArrowType.Int(8, true))));
    BatchPartitioner partitioner = BatchPartitioner.of(schema, PartitionByColumns.of("id"));
    UUID one = new UUID(0x0011223344556677L, 0x8899aabbccddeeffL);
    ByteBuffer ids = ByteBuffer.allocate(48);
    ids.putLong(one.getMostSignificantBits()).putLong(one.getLeastSignificantBits()).putLong(1);
    ids.putLong(2).putLong(one.getMostSignificantBits()).putLong(one.getLeastSignificantBits());
    BatchBody body =
        body(
            new int[] {3, 3},
            new int[] {0, 0},
            new byte[0],
            ids.array(),
            new byte[0],
            new byte[] {1, 2, 3});
    RecordBatch batch = RecordBatch.of(BatchSchema.of(schema), 3, body, List.of());

    assertThat(partitioner.split(batch))
        .extracting(part -> part.directory() + " " + part.batch().rowCount())
        .containsExactly(
            "id=00112233-4455-6677-8899-aabbccddeeff 2",
            "id=00000000-0000-0001-0000-000000000002 1");
    assertThat(partitioner.directoryOf(batch.take(new int[] {0, 2})))
        .isEqualTo("id=00112233-4455-6677-8899-aabbccddeeff");
  }

  @Test
  void aBatchOfOnePartitionIsItsOwnPart() {
    RecordBatch batch = towns("Ulm", "Ulm", "Ulm");
    assertThat(partitioner().split(batch))
        .containsExactly(new BatchPartitioner.Part("town=Ulm", batch))
        .allMatch(part -> part.batch() == batch);
    assertThat(partitioner().split(batch.slice(0, 0))).isEmpty();
  }

  @Test
  void aMixedBatchHasNoDirectory() {
    assertThatThrownBy(() -> partitioner().directoryOf(towns("Ulm", "Ulm", "Graz")))
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("row 0 belongs to another than row 2")
        .hasMessageNotContaining("Graz");
    assertThatThrownBy(() -> partitioner().directoryOf(towns()))
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("without rows");
  }

  @Test
  void aValueTooLongForADirectoryIsRefusedByColumnAndRow() {
    String longest = "x".repeat(250);
    assertThat(Lists.newArrayList(partitioner().split(towns("Ulm", longest))).get(1).directory())
        .isEqualTo("town=" + longest)
        .hasSize(PathEscaping.MAXIMUM_BYTES);
    assertThatThrownBy(() -> partitioner().split(towns("Ulm", longest, longest + "x")))
        .isInstanceOf(PartitionException.class)
        .hasMessageContaining("Column 'town' has in row 2 of a batch a value too long")
        .hasMessageNotContaining("xxx");
    assertThatThrownBy(() -> partitioner().directoryOf(towns("/".repeat(84))))
        .isInstanceOf(PartitionException.class);
  }

  /** Written out, one such value would be gigabytes of zeros. */
  @Test
  void aDecimalWithMoreDigitsThanADirectoryBearsIsRefusedByColumn() {
    PartitionByColumns byPrice = PartitionByColumns.of("price").keepColumns(true);
    for (int scale : new int[] {Integer.MIN_VALUE, -256, 256, Integer.MAX_VALUE}) {
      Schema schema =
          new Schema(List.of(Field.nullable("price", new ArrowType.Decimal(3, scale, 128))));
      assertThatThrownBy(() -> BatchPartitioner.of(schema, byPrice))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("Column 'price' of type Decimal(3, " + scale, "255 bytes");
    }
  }

  @Test
  void aTimeWithoutFourDigitYearIsRefusedByColumnAndRow() {
    Schema schema =
        new Schema(List.of(Field.nullable("time", new ArrowType.Timestamp(TimeUnit.SECOND, null))));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      TimeStampVector times = (TimeStampVector) root.getVector(0);
      times.setNull(0);
      times.setSafe(1, Long.MAX_VALUE);
      root.setRowCount(2);
      RecordBatch batch = RecordBatch.copyOf(root);
      BatchPartitioner partitioner =
          BatchPartitioner.of(schema, PartitionByColumns.ofTimestamp("dt", "time", "yyyy"));
      assertThat(partitioner.directoryOf(batch.slice(0, 1))).isEqualTo("dt=" + DEFAULT);
      assertThatThrownBy(() -> partitioner.split(batch))
          .isInstanceOf(PartitionException.class)
          .hasMessageContaining("Column 'time' has in row 1 of a batch a time outside");
    }
  }

  @Test
  void nullsHaveTheDirectoryAskedFor() {
    PartitionByColumns partitions = PartitionByColumns.of("town").nullName("__DEFAULT_PARTITION__");
    BatchPartitioner partitioner = BatchPartitioner.of(towns().schema(), partitions);
    assertThat(partitioner.directoryOf(towns(null, "", null)))
        .isEqualTo("town=__DEFAULT_PARTITION__");
    for (String name : List.of("", "a/b", "..%", "x".repeat(256))) {
      assertThatThrownBy(() -> partitions.nullName(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nullName");
    }
  }

  @Test
  void aBatchOfAnotherSchemaIsRefused() {
    assertThatThrownBy(() -> partitioner().split(NumberedBatches.of(0, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("came 'id' Int(64, true)");
  }

  private static BatchPartitioner partitioner() {
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("town", new ArrowType.Utf8()),
                Field.nullable("n", new ArrowType.Int(32, true))));
    return BatchPartitioner.of(schema, PartitionByColumns.of("town"));
  }

  private RecordBatch towns(String... towns) {
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("town", new ArrowType.Utf8()),
                Field.nullable("n", new ArrowType.Int(32, true))));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      root.allocateNew();
      VarCharVector vector = (VarCharVector) root.getVector(0);
      for (int row = 0; row < towns.length; row++) {
        if (towns[row] != null) {
          vector.setSafe(row, towns[row].getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
      }
      root.setRowCount(towns.length);
      return RecordBatch.copyOf(root);
    }
  }
}
