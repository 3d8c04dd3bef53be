package io.flinkarrow.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.parquet.RandomFile;
import io.flinkarrow.parquet.RandomOptions;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.options.ValueEncoding;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.TypeCatalogue;
import io.flinkarrow.testing.TypeCatalogue.Nesting;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of our writer, of every type that Flink has too, come back as the rows that went in. */
class ArrowFilesComeBackAsRowsTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final int[] BATCH_ROWS = {70, 0, 230, 1, 99};

  /** Of files with every type in every place, which have some hundred columns. */
  private static final int[] WIDE_BATCH_ROWS = EXTENDED ? BATCH_ROWS : new int[] {20, 0, 60, 1, 39};

  /** Three row groups, and several pages of most columns in each. */
  private static final int WIDE_ROW_GROUP_ROWS = EXTENDED ? 150 : 45;

  private static final int WIDE_PAGE_BYTES = EXTENDED ? 500 : 150;

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("seeds")
  void randomNestedColumnsOfAnyEncoding(int seed) throws Exception {
    CompressionCodec codec = CompressionCodec.values()[seed % CompressionCodec.values().length];
    assertComesBack(
        RandomFile.write(
            directory.resolve("random.parquet"),
            seed,
            schemas -> schemas.schema(12, seed % 4),
            schema -> RandomOptions.of(schema, seed).codec(codec).build(),
            BATCH_ROWS));
  }

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 300 : 30);
  }

  @ParameterizedTest
  @EnumSource(CompressionCodec.class)
  void everyTypeInEveryPlaceWithEveryCodec(CompressionCodec codec) throws Exception {
    WriterOptions options =
        WriterOptions.builder()
            .codec(codec)
            .pageBytes(WIDE_PAGE_BYTES)
            .rowGroupRows(WIDE_ROW_GROUP_ROWS)
            .build();
    RandomFile file =
        RandomFile.write(
            directory.resolve("types.parquet"),
            codec.ordinal(),
            schemas -> {
              List<Field> columns = new ArrayList<>();
              TypeCatalogue.leaves(schemas)
                  .forEach(
                      (name, leaf) -> {
                        for (Nesting nesting : Nesting.values()) {
                          for (boolean nullable : new boolean[] {true, false}) {
                            columns.add(
                                TypeCatalogue.column(
                                    name + "_" + nesting + "_" + nullable,
                                    leaf,
                                    nullable,
                                    nesting));
                          }
                        }
                      });
              return new Schema(columns);
            },
            options,
            WIDE_BATCH_ROWS);
    assertComesBack(file);
  }

  @ParameterizedTest
  @EnumSource(ValueEncoding.class)
  void everyEncodingOfEveryTypeThatHasIt(ValueEncoding encoding) throws Exception {
    RandomFile file =
        RandomFile.write(
            directory.resolve("encodings.parquet"),
            encoding.ordinal(),
            schemas -> {
              List<Field> columns = new ArrayList<>();
              TypeCatalogue.leaves(schemas)
                  .forEach(
                      (name, leaf) ->
                          columns.add(TypeCatalogue.column(name, leaf, true, Nesting.FLAT)));
              return new Schema(columns);
            },
            schema -> EncodedColumns.options(schema, encoding),
            BATCH_ROWS);
    assertComesBack(file);
  }

  private static void assertComesBack(RandomFile file) throws Exception {
    assertComesBack(file, format -> format);
  }

  /** All columns of all rows come back, read by a format with further settings. */
  static void assertComesBack(RandomFile file, UnaryOperator<ParquetRowFormat> settings)
      throws Exception {
    RowType type = ArrowAsRowType.of(file.schema());
    List<Map<String, Object>> rows =
        RowValues.of(
            Splits.read(Splits.whole(file.path()), settings.apply(Splits.format(type))), type);
    assertThat(rows.get(0).keySet()).containsExactlyElementsOf(type.getFieldNames());
    file.assertHolds("ParquetRowFormat", rows, ArrowFilesComeBackAsRowsTest::lastOfEqualKeys);
  }

  /**
   * Flink's maps hold a key once, and every NaN is the same key: the first stays. Unsigned longs
   * are decimals.
   */
  private static Object lastOfEqualKeys(Object plain) {
    if (plain instanceof BigInteger unsigned) {
      return new BigDecimal(unsigned);
    }
    if (plain instanceof Map<?, ?> struct) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      struct.forEach((name, field) -> copy.put(name, lastOfEqualKeys(field)));
      return copy;
    }
    if (!(plain instanceof List<?> list)) {
      return plain;
    }
    Map<Object, PlainValue.Entry> entries = new LinkedHashMap<>();
    List<Object> elements = new ArrayList<>();
    for (Object element : list) {
      if (element instanceof PlainValue.Entry entry) {
        Object key = lastOfEqualKeys(entry.key());
        Object value = lastOfEqualKeys(entry.value());
        entries.merge(
            PlainValue.withoutNans(key),
            new PlainValue.Entry(key, value),
            (first, last) -> new PlainValue.Entry(first.key(), value));
      } else {
        elements.add(lastOfEqualKeys(element));
      }
    }
    elements.addAll(entries.values());
    return elements;
  }
}
