package io.flinkarrow.row.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.assemble.FileFields;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.scan.FileScan;
import io.flinkarrow.parquet.scan.ScanOptions;
import io.flinkarrow.parquet.scan.ScannedBatch;
import io.flinkarrow.parquet.scan.ScannedColumns;
import io.flinkarrow.row.BatchRows;
import io.flinkarrow.testing.RandomBatches;
import io.flinkarrow.testing.RandomSchemas;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows that are views of a file's columns have the values that rows copied from the file's batches
 * have, of the same of Flink's types, and the same row is refused: whatever the column's type,
 * however it is nested, and whether its pages have a dictionary, none, or first one and then none.
 */
class ViewsSayWhatCopiesSayTest {

  private static final int ROWS = 40;

  /** So that values come again, and a dictionary pays. */
  private static final int TIMES = 4;

  /** Pages end within batches, and batches within pages. */
  private static final int PAGE_ROWS = 23;

  private static final int BATCH_ROWS = 32;

  private static final List<String> ASKED =
      List.of(
          "BOOLEAN",
          "TINYINT",
          "SMALLINT",
          "INT",
          "BIGINT",
          "BIGINT NOT NULL",
          "FLOAT",
          "DOUBLE",
          "STRING",
          "STRING NOT NULL",
          "BYTES",
          "DECIMAL(3, 0)",
          "DECIMAL(18, 3)",
          "DECIMAL(20, 0)",
          "DECIMAL(38, 19)",
          "DATE",
          "TIME(0)",
          "TIMESTAMP(0)",
          "TIMESTAMP(3)",
          "TIMESTAMP(9)",
          "TIMESTAMP_LTZ(0)",
          "TIMESTAMP_LTZ(6)",
          "INTERVAL YEAR TO MONTH",
          "INTERVAL DAY TO SECOND");

  private static final List<WriterOptions> PAGES =
      List.of(
          options().build(),
          options().dictionary(false).build(),
          options().dictionaryBytes(64).build());

  @TempDir private Path directory;

  /** The rows in Flink's own form, up to the batch in which the first one is refused. */
  private record Outcome(List<BinaryRowData> rows, Optional<Long> refused) {}

  private static WriterOptions.Builder options() {
    return WriterOptions.builder().pageRows(PAGE_ROWS);
  }

  static Stream<ArrowType> types() {
    return RandomSchemas.leafTypes().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void ofEveryType(ArrowType type) throws IOException {
    assertAlike(Field.nullable("column", type), asked());
    assertAlike(Field.notNullable("column", type), asked());
  }

  @ParameterizedTest
  @MethodSource("types")
  void inListsStructsAndMaps(ArrowType type) throws IOException {
    Field leaf = Field.nullable("leaf", type);
    Field struct =
        new Field("struct", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(leaf));
    Field list = new Field("column", FieldType.nullable(ArrowType.List.INSTANCE), List.of(struct));
    Field entries =
        new Field(
            "entries",
            FieldType.notNullable(ArrowType.Struct.INSTANCE),
            List.of(Field.notNullable("key", ArrowType.Utf8.INSTANCE), leaf));
    Field map = new Field("column", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
    List<LogicalType> rows = new ArrayList<>();
    List<LogicalType> maps = new ArrayList<>();
    for (LogicalType asked : asked()) {
      rows.add(new ArrayType(RowType.of(new LogicalType[] {asked}, new String[] {"leaf"})));
      maps.add(new MapType(new VarCharType(false, 9), asked));
    }
    assertAlike(list, rows);
    assertAlike(map, maps);
  }

  private static List<LogicalType> asked() {
    ClassLoader loader = ViewsSayWhatCopiesSayTest.class.getClassLoader();
    return ASKED.stream().map(name -> LogicalTypeParser.parse(name, loader)).toList();
  }

  private void assertAlike(Field column, List<LogicalType> types) throws IOException {
    for (WriterOptions options : PAGES) {
      Path file = file(column, options);
      for (LogicalType asked : types) {
        RowType row = RowType.of(new LogicalType[] {asked}, new String[] {"column"});
        Optional<Outcome> copies = copies(file, row);
        if (copies.isPresent()) {
          assertThat(views(file, row)).as("%s as %s", column, asked).isEqualTo(copies.get());
        }
      }
    }
  }

  private Path file(Field column, WriterOptions options) throws IOException {
    Path file = directory.resolve("file.parquet");
    Schema schema = new Schema(List.of(column));
    try (BufferAllocator allocator = new RootAllocator();
        RandomBatches batches = new RandomBatches(column.hashCode(), allocator);
        VectorSchemaRoot root = batches.tame().batch(schema, ROWS);
        OutputStream out = Files.newOutputStream(file);
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      for (int i = 0; i < TIMES; i++) {
        writer.write(root);
      }
      writer.finish();
    }
    return file;
  }

  private static FileScan scan(Path file) throws IOException {
    return FileScan.open(
        ParquetInput.open(file),
        ScanOptions.builder().batchRows(BATCH_ROWS).build(),
        ViewsSayWhatCopiesSayTest::ownTypes,
        group -> true);
  }

  private static FileFields ownTypes(FileFooter footer) {
    BitSet leaves = new BitSet();
    leaves.set(0, footer.columns().size());
    return FileFields.ofLeaves(footer.schema(), leaves);
  }

  private static Optional<Outcome> copies(Path file, RowType type) throws IOException {
    List<BinaryRowData> values = new ArrayList<>();
    try (FileScan scan = scan(file)) {
      BatchRows rows;
      try {
        rows = BatchRows.of(scan.schema(), type);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      for (ScannedBatch batch = scan.next(); batch != null; batch = scan.next()) {
        List<BinaryRowData> ofBatch = new ArrayList<>();
        Iterator<RowData> iterator = rows.read(batch.batch());
        try {
          while (iterator.hasNext()) {
            ofBatch.add(binary(iterator.next(), type));
          }
        } catch (IllegalArgumentException e) {
          return Optional.of(new Outcome(values, Optional.of(batch.firstRow() + ofBatch.size())));
        }
        values.addAll(ofBatch);
      }
    }
    return Optional.of(new Outcome(values, Optional.empty()));
  }

  /** Rows are looked at when all have come: what was given out stays as it was. */
  private static Outcome views(Path file, RowType type) throws IOException {
    List<RowData> rows = new ArrayList<>();
    Optional<Long> refused = Optional.empty();
    try (FileScan scan = scan(file)) {
      RowViews views =
          RowViews.of(
              scan.schema().schema().getFields(), type, true, BatchRows.DEFAULT_MAXIMUM_BYTES);
      ScannedColumns columns;
      while (refused.isEmpty() && (columns = scan.nextColumns()) != null) {
        int count = columns.rowCount();
        try {
          RowViews.Rows found = views.bind(count, columns.columns());
          for (int row = 0; row < count; row++) {
            rows.add(found.row(row));
          }
        } catch (UnfitSlotException e) {
          assertThat(e.column()).isEqualTo("column");
          refused = Optional.of(columns.firstRow() + e.row());
        }
      }
    }
    return new Outcome(rows.stream().map(row -> binary(row, type)).toList(), refused);
  }

  private static BinaryRowData binary(RowData row, RowType type) {
    return new RowDataSerializer(type).toBinaryRow(row).copy();
  }
}
