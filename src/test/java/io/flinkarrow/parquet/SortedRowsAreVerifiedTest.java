package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.parquet.options.UnsortedRows;
import io.flinkarrow.parquet.refusal.RefusedRowsException;
import io.flinkarrow.parquet.sort.SortedColumn;
import io.flinkarrow.row.RowParquetWriter;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.parquet.format.RowGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a file says of the order of its rows holds: rows that an obvious comparator sorted are
 * written with the claim, whatever the batches, and the first that it would not have put there is
 * refused, or costs its row group the claim.
 */
class SortedRowsAreVerifiedTest {

  private static final int ROWS = 2500;
  private static final int ROW_GROUP = 600;

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              field("flag", new ArrowType.Bool()),
              field("int", new ArrowType.Int(32, true)),
              field("uint", new ArrowType.Int(32, false)),
              field("ulong", new ArrowType.Int(64, false)),
              field("long", new ArrowType.Int(64, true)),
              field("float", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
              field("double", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              field("text", new ArrowType.Utf8()),
              field("bytes", new ArrowType.Binary()),
              field("decimal", new ArrowType.Decimal(30, 2, 128)),
              field("short decimal", new ArrowType.Decimal(5, 2, 128))));

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void rowsInOrderAreWrittenAndOthersAreFound(int seed) throws Exception {
    Random random = new Random(seed);
    List<SortingColumn> sorting = sorting(random);
    Comparator<List<Object>> order = order(sorting);
    List<List<Object>> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      rows.add(row(random));
    }
    rows.sort(order);

    assertThat(claims(write(rows, sorting, UnsortedRows.REFUSE, random))).containsOnly(true);
    assertThat(claims(write(rows, sorting, UnsortedRows.DROP_CLAIM, random))).containsOnly(true);

    int place = 1 + random.nextInt(ROWS - 1);
    int other = random.nextInt(ROWS);
    Collections.swap(rows, place, other);
    int first = firstUnsorted(rows, order, 0, ROWS);
    List<Boolean> expected =
        IntStream.iterate(0, from -> from < ROWS, from -> from + ROW_GROUP)
            .mapToObj(
                from -> firstUnsorted(rows, order, from, Math.min(ROWS, from + ROW_GROUP)) < 0)
            .toList();
    assertThat(claims(write(rows, sorting, UnsortedRows.DROP_CLAIM, random))).isEqualTo(expected);
    if (first >= 0) {
      assertThatThrownBy(() -> write(rows, sorting, UnsortedRows.REFUSE, random))
          .isInstanceOf(RefusedRowsException.class)
          .hasMessageContaining(
              ", %d of the file: the row belongs before the one before it".formatted(first));
    }
  }

  @Test
  void valuesTooLongToCompareAreRefusedForTheirLength() {
    Schema schema =
        new Schema(List.of(Field.nullable("image", new ArrowType.FixedSizeBinary(20_000))));
    WriterOptions options =
        WriterOptions.builder()
            .schema(all -> all.sortingColumns(SortingColumn.ascending("image")))
            .build();
    assertThatThrownBy(() -> FilePlan.of(schema, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'image'")
        .hasMessageContaining("more than 2047 bytes");
  }

  @Test
  void aRefusedBatchLeavesTheOrderAsItWas() throws Exception {
    Schema schema = new Schema(List.of(field("text", new ArrowType.Utf8())));
    WriterOptions options =
        WriterOptions.builder()
            .schema(all -> all.sortingColumns(SortingColumn.ascending("text")))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      writeTexts(writer, batch, "b", "d");
      String[] many = new String[SortedColumn.ROWS + 2];
      Arrays.fill(many, "x");
      many[many.length - 1] = "a";
      assertThatThrownBy(() -> writeTexts(writer, batch, many))
          .hasMessageContaining(
              "Column text, row %d of those written together, %d of the file"
                  .formatted(many.length - 1, many.length + 1));
      assertThatThrownBy(() -> writeTexts(writer, batch, "c", "e")).hasMessageContaining("row 0");
      writeTexts(writer, batch, "d", "e");
      assertThat(writer.finish().rows()).isEqualTo(4);
    }
  }

  @Test
  void rowsOfFlinkAreVerifiedToo() throws Exception {
    RowType type = RowType.of(new IntType());
    WriterOptions options =
        WriterOptions.builder()
            .schema(all -> all.sortingColumns(SortingColumn.descending("f0")))
            .build();
    try (RowParquetWriter writer =
        RowParquetWriter.open(new ByteArrayOutputStream(), "t", type, options)) {
      writer.write(GenericRowData.of(2));
      writer.write(GenericRowData.of(1));
      writer.write(GenericRowData.of(3));
      assertThatThrownBy(writer::finish)
          .isInstanceOf(RefusedRowsException.class)
          .hasMessageContaining("Column f0, row 2 of those written together, 2 of the file");
    }
  }

  @Test
  void columnsThatRowsCannotBeSortedByAreRefused() {
    Field element = Field.nullable("element", new ArrowType.Int(32, true));
    Schema schema =
        new Schema(
            List.of(
                new Field("tags", FieldType.nullable(ArrowType.List.INSTANCE), List.of(element)),
                field("time", new ArrowType.Timestamp(TimeUnit.SECOND, null))));
    assertThatThrownBy(() -> plan(schema, "tags.list.element"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it lies in a list or map");
    assertThatThrownBy(() -> plan(schema, "none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 0 leaf columns of this name")
        .hasMessageContaining("tags.list.element, time");
    WriterOptions int96 =
        WriterOptions.builder()
            .int96Timestamps(true)
            .schema(all -> all.sortingColumns(SortingColumn.ascending("time")))
            .build();
    assertThatThrownBy(() -> FilePlan.of(schema, int96))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Parquet defines no order");
    WriterOptions twice =
        WriterOptions.builder()
            .schema(
                all ->
                    all.sortingColumns(
                        SortingColumn.ascending("time"), SortingColumn.descending("`time`")))
            .build();
    assertThatThrownBy(() -> FilePlan.of(schema, twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'`time`' twice");
  }

  @Test
  void theFooterNamesTheApplicationAndWhatWasAddedLate() throws Exception {
    Schema schema = new Schema(List.of(field("text", new ArrowType.Utf8())));
    WriterOptions options =
        WriterOptions.builder()
            .keyValueMetadata("owner", "billing")
            .schema(all -> all.createdBy("billing 3.2"))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(schema, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      writeTexts(writer, batch, "a");
      writer.addKeyValueMetadata("offset", "1");
      writer.addKeyValueMetadata("offset", "2");
      writer.addKeyValueMetadata("owner", "sales");
      assertThatThrownBy(() -> writer.addKeyValueMetadata("ARROW:schema", "x"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.addKeyValueMetadata("", "x"))
          .isInstanceOf(IllegalArgumentException.class);
      writer.finish();
      assertThatThrownBy(() -> writer.addKeyValueMetadata("late", "x"))
          .isInstanceOf(IllegalStateException.class);
    }
    PageWalk.WalkedFile walked = PageWalk.walk(out.toByteArray(), PageWalk.Rules.OURS);

    assertThat(walked.footer().getCreated_by())
        .startsWith("flink-arrow-parquet version ")
        .endsWith(", for billing 3.2)");
    assertThat(
            walked.footer().getKey_value_metadata().stream()
                .filter(entry -> !entry.getKey().equals("ARROW:schema"))
                .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue())))
        .isEqualTo(Map.of("owner", "sales", "offset", "2"));
    for (String wrong : List.of("", "a(b", "a)b", "tab\t", "é", "x".repeat(101))) {
      assertThatThrownBy(() -> WriterOptions.builder().schema(all -> all.createdBy(wrong)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static FilePlan plan(Schema schema, String path) {
    return FilePlan.of(
        schema,
        WriterOptions.builder()
            .schema(all -> all.sortingColumns(SortingColumn.ascending(path)))
            .build());
  }

  private static void writeTexts(ArrowParquetWriter writer, VectorSchemaRoot batch, String... texts)
      throws Exception {
    VarCharVector vector = (VarCharVector) batch.getVector("text");
    for (int row = 0; row < texts.length; row++) {
      vector.setSafe(row, texts[row].getBytes(StandardCharsets.UTF_8));
    }
    batch.setRowCount(texts.length);
    writer.write(batch);
  }

  private static List<SortingColumn> sorting(Random random) {
    List<Field> fields = new ArrayList<>(SCHEMA.getFields());
    Collections.shuffle(fields, random);
    return fields.subList(0, 1 + random.nextInt(4)).stream()
        .map(
            field ->
                new SortingColumn(
                    new ColumnPath(field.getName()), random.nextBoolean(), random.nextBoolean()))
        .toList();
  }

  private static Comparator<List<Object>> order(List<SortingColumn> sorting) {
    return (left, right) -> {
      for (SortingColumn column : sorting) {
        int at = SCHEMA.getFields().indexOf(SCHEMA.findField(column.path().text()));
        int comparison = compare(left.get(at), right.get(at), at, column);
        if (comparison != 0) {
          return comparison;
        }
      }
      return 0;
    };
  }

  private static int compare(Object left, Object right, int at, SortingColumn column) {
    if (left == null || right == null) {
      int comparison = Boolean.compare(right == null, left == null);
      return column.nullsFirst() ? comparison : -comparison;
    }
    int comparison =
        switch (SCHEMA.getFields().get(at).getName()) {
          case "flag" -> Boolean.compare((Boolean) left, (Boolean) right);
          case "int" -> Integer.compare((Integer) left, (Integer) right);
          case "uint" -> Integer.compareUnsigned((Integer) left, (Integer) right);
          case "ulong" -> Long.compareUnsigned((Long) left, (Long) right);
          case "long" -> Long.compare((Long) left, (Long) right);
          case "float" -> Float.compare((Float) left + 0f, (Float) right + 0f);
          case "double" -> Double.compare((Double) left + 0.0, (Double) right + 0.0);
          case "text" ->
              Arrays.compareUnsigned(
                  ((String) left).getBytes(StandardCharsets.UTF_8),
                  ((String) right).getBytes(StandardCharsets.UTF_8));
          case "bytes" -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);
          default -> ((BigDecimal) left).compareTo((BigDecimal) right);
        };
    return column.descending() ? -comparison : comparison;
  }

  private static int firstUnsorted(
      List<List<Object>> rows, Comparator<List<Object>> order, int from, int to) {
    for (int row = from + 1; row < to; row++) {
      if (order.compare(rows.get(row - 1), rows.get(row)) > 0) {
        return row;
      }
    }
    return -1;
  }

  /** Few different values, so that later columns decide. */
  private static List<Object> row(Random random) {
    List<Object> row = new ArrayList<>();
    for (Field field : SCHEMA.getFields()) {
      int small = random.nextInt(7) - 3;
      Object value =
          switch (field.getName()) {
            case "flag" -> small > 0;
            case "int", "uint" -> small;
            case "ulong", "long" -> small * 5_000_000_000L;
            case "float" -> small == 3 ? Float.NaN : small == 2 ? -0f : small / 2f;
            case "double" -> small == 3 ? Double.NaN : small == 2 ? -0.0 : small / 2.0;
            case "text" -> small < 0 ? "ü".repeat(-small) : "prefix of " + small;
            case "bytes" -> new byte[] {(byte) small, (byte) random.nextInt(2)};
            default -> BigDecimal.valueOf(small * 100L, 2);
          };
      row.add(random.nextInt(8) == 0 ? null : value);
    }
    return row;
  }

  private Path write(
      List<List<Object>> rows, List<SortingColumn> sorting, UnsortedRows unsorted, Random random)
      throws Exception {
    Path file = directory.resolve("rows.parquet");
    WriterOptions options =
        WriterOptions.builder()
            .rowGroupRows(ROW_GROUP)
            .schema(
                all ->
                    all.sortingColumns(sorting.toArray(SortingColumn[]::new))
                        .unsortedRows(unsorted))
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, SCHEMA, options)) {
      for (int from = 0; from < rows.size(); ) {
        int count = Math.min(rows.size() - from, 1 + random.nextInt(1500));
        batch.clear();
        for (int row = 0; row < count; row++) {
          for (int column = 0; column < SCHEMA.getFields().size(); column++) {
            set(batch.getVector(column), row, rows.get(from + row).get(column));
          }
        }
        batch.setRowCount(count);
        writer.write(batch);
        from += count;
      }
      writer.finish();
    }
    Files.write(file, out.toByteArray());
    assertThat(ParquetJavaReader.read(file)).hasSize(rows.size());
    assertThat(DuckDbReader.count(file, "true")).isEqualTo(rows.size());
    return file;
  }

  private static void set(FieldVector vector, int row, Object value) {
    if (value == null) {
      vector.setNull(row);
      return;
    }
    switch (vector.getName()) {
      case "flag" -> ((BitVector) vector).setSafe(row, (Boolean) value ? 1 : 0);
      case "int" -> ((IntVector) vector).setSafe(row, (Integer) value);
      case "uint" -> ((UInt4Vector) vector).setSafe(row, (Integer) value);
      case "ulong" -> ((UInt8Vector) vector).setSafe(row, (Long) value);
      case "long" -> ((BigIntVector) vector).setSafe(row, (Long) value);
      case "float" -> ((Float4Vector) vector).setSafe(row, (Float) value);
      case "double" -> ((Float8Vector) vector).setSafe(row, (Double) value);
      case "text" ->
          ((VarCharVector) vector).setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
      case "bytes" -> ((VarBinaryVector) vector).setSafe(row, (byte[]) value);
      default -> ((DecimalVector) vector).setSafe(row, (BigDecimal) value);
    }
  }

  private static List<Boolean> claims(Path file) throws Exception {
    return PageWalk.walk(file).footer().getRow_groups().stream()
        .map(RowGroup::isSetSorting_columns)
        .toList();
  }

  private static Field field(String name, ArrowType type) {
    return new Field(name, FieldType.nullable(type), null);
  }
}
