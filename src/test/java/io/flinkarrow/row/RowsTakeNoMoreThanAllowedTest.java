package io.flinkarrow.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.testing.LiveObjects;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However few bytes a batch has, its rows take no more heap than they are allowed to. */
@Timeout(60)
class RowsTakeNoMoreThanAllowedTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int N = 20_000;
  private static final int KIBIBYTE = 1 << 10;
  private static final int MEBIBYTE = 1 << 20;

  /** Bindings and messages. */
  private static final long BESIDES = 200 * KIBIBYTE;

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType BINARY = new ArrowType.Binary();
  private static final Field NOTHING = Field.nullable("e", new ArrowType.Null());

  private static Iterator<RowData> read(RecordBatch batch, String type, long maximumBytes) {
    LogicalType asked =
        LogicalTypeParser.parse(type, RowsTakeNoMoreThanAllowedTest.class.getClassLoader());
    return BatchRows.of(
            batch.batchSchema(), RowType.of(new LogicalType[] {asked}, new String[] {"c"}))
        .read(List.of(batch), maximumBytes);
  }

  private static Field column(ArrowType type, Field... children) {
    return new Field("c", FieldType.nullable(type), List.of(children));
  }

  private static Field encoded(ArrowType values, int indexBits) {
    DictionaryEncoding encoding =
        new DictionaryEncoding(7, false, new ArrowType.Int(indexBits, true));
    return new Field("c", new FieldType(true, values, encoding), null);
  }

  private static byte[] bytes(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** Equally long texts or binaries. */
  private static DictionaryBatch dictionary(int entries, int length) {
    return new HandMadeColumns()
        .node(entries)
        .none()
        .ints(IntStream.rangeClosed(0, entries).map(i -> i * length).toArray())
        .buffer(bytes(entries * length, 'x'))
        .dictionary(7);
  }

  /** One list of {@value #N} elements, whose nodes and buffers come next. */
  private static HandMadeColumns oneList() {
    return new HandMadeColumns().node(1).none().ints(0, N).node(N);
  }

  private static Arguments list(String type, ArrowType element, HandMadeColumns columns) {
    return list(type, Field.nullable("e", element), columns);
  }

  private static Arguments list(String type, Field element, HandMadeColumns columns) {
    return Arguments.of(
        "ARRAY<" + type + ">", columns.batch(column(new ArrowType.List(), element)));
  }

  static Stream<Arguments> largeRows() {
    Field struct = new Field("e", FieldType.nullable(new ArrowType.Struct()), List.of(NOTHING));
    Field lists = new Field("e", FieldType.nullable(new ArrowType.List()), List.of(NOTHING));
    Field variant =
        new Field(
            "e",
            FieldType.nullable(new ArrowType.Struct()),
            List.of(Field.notNullable("metadata", BINARY), Field.notNullable("value", BINARY)));
    int[] numbers = IntStream.rangeClosed(0, N).toArray();
    int[] zeros = new int[N + 1];
    byte[] ones = bytes(16 * N, 1);
    return Stream.of(
        list("INT", NOTHING, oneList()),
        list("BOOLEAN", new ArrowType.Bool(), oneList().none().buffer(ones)),
        list("INT", INT, oneList().none().buffer(ones)),
        list("BIGINT", new ArrowType.Int(64, true), oneList().none().buffer(ones)),
        list(
            "TIMESTAMP(9)",
            new ArrowType.Timestamp(TimeUnit.NANOSECOND, null),
            oneList().none().buffer(ones)),
        list("DECIMAL(38, 0)", new ArrowType.Decimal(38, 0, 128), oneList().none().buffer(ones)),
        list("DECIMAL(20, 0)", new ArrowType.Int(64, false), oneList().none().buffer(ones)),
        list("BYTES", new ArrowType.FixedSizeBinary(0), oneList().none().none()),
        list("BYTES", BINARY, oneList().none().ints(numbers).buffer(ones)),
        list("STRING", new ArrowType.Utf8(), oneList().none().ints(zeros).none()),
        list("STRING", new ArrowType.Utf8(), oneList().none().ints(numbers).buffer(ones)),
        list(
            "STRING",
            new ArrowType.Utf8View(),
            oneList().variadic(0).none().buffer(new byte[16 * N])),
        list("ROW<e INT>", struct, oneList().none().node(N)),
        list("ARRAY<INT>", lists, oneList().none().ints(zeros).node(0)),
        list(
            "VARIANT",
            variant,
            oneList()
                .none()
                .node(N)
                .none()
                .ints(numbers)
                .buffer(ones)
                .node(N)
                .none()
                .ints(numbers)
                .buffer(ones)),
        Arguments.of(
            "MAP<INT, BIGINT>",
            oneList()
                .none()
                .node(N)
                .none()
                .ints(numbers)
                .node(N)
                .none()
                .ints(numbers)
                .batch(
                    column(
                        new ArrowType.Map(false),
                        new Field(
                            "entries",
                            FieldType.notNullable(new ArrowType.Struct()),
                            List.of(
                                Field.notNullable("key", INT), Field.nullable("value", INT)))))),
        Arguments.of(
            "ARRAY<STRING>",
            oneList()
                .none()
                .buffer(new byte[N])
                .batch(
                    column(new ArrowType.List(), encoded(new ArrowType.Utf8(), 8)),
                    dictionary(1, 100))));
  }

  /** The least that is enough, found by trying. */
  private static long enough(RecordBatch batch, String type) {
    long tooLittle = 1;
    long enough = 64 * MEBIBYTE;
    while (enough - tooLittle > 1) {
      long middle = (tooLittle + enough) / 2;
      try {
        read(batch, type, middle).next();
        enough = middle;
      } catch (IllegalArgumentException e) {
        tooLittle = middle;
      }
    }
    return enough;
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("largeRows")
  void aRowThatIsAllowedTakesNoMore(String type, RecordBatch batch) {
    long enough = enough(batch, type);
    Iterator<RowData> rows = read(batch, type, enough);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    RowData row = rows.next();
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(enough + BESIDES / 10);
    assertThat(row.isNullAt(0)).isFalse();
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("largeRows")
  void aRowThatIsNotIsRefusedBeforeItTakesMore(String type, RecordBatch batch) {
    Iterator<RowData> rows = read(batch, type, 64 * KIBIBYTE);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(rows::next)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "Column 'c[.\\w]*', row 0 of batch 0: with it, the row takes \\d+ bytes of heap, "
                + "at most 65536 are allowed; if the payload is a good one, raise maximumDecodedBytes");
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(BESIDES);
  }

  @Test
  void halfABillionNullsAreRefused() {
    int many = 500_000_000;
    RecordBatch list =
        new HandMadeColumns()
            .node(1)
            .none()
            .ints(0, many)
            .node(many)
            .batch(column(new ArrowType.List(), NOTHING));
    RecordBatch fixedSizeList =
        new HandMadeColumns()
            .node(1)
            .none()
            .node(many)
            .batch(column(new ArrowType.FixedSizeList(many), NOTHING));
    for (RecordBatch batch : List.of(list, fixedSizeList)) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      assertThatThrownBy(read(batch, "ARRAY<INT>", BatchRows.DEFAULT_MAXIMUM_BYTES)::next)
          .hasMessageContaining("Column 'c', row 0 of batch 0: with it, the row takes 40000")
          .hasMessageContaining("at most 67108864 are allowed");
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(BESIDES);
    }
  }

  @Test
  void rowsTogetherHaveAnEndToo() {
    RecordBatch batch =
        new HandMadeColumns()
            .node(1_000)
            .none()
            .buffer(new byte[1_000])
            .batch(encoded(new ArrowType.Utf8(), 8), dictionary(1, MEBIBYTE));
    Iterator<RowData> rows = read(batch, "STRING", 2 * MEBIBYTE);
    assertThatThrownBy(() -> rows.forEachRemaining(row -> {}))
        .hasMessageMatching(
            "Row 127 of batch 0: the rows before it take 134256640 bytes of heap, each with values "
                + "of its own; at most 64 times 2097152 are allowed; if the payload.*");
  }

  @Test
  void textsOfADictionaryAreMadeOnceAndBinariesForEachRow() {
    HandMadeColumns indices = new HandMadeColumns().node(2).none().buffer(new byte[2]);
    Iterator<RowData> texts =
        read(indices.batch(encoded(new ArrowType.Utf8(), 8), dictionary(1, 5)), "STRING", MEBIBYTE);
    assertThat(texts.next().getString(0)).isSameAs(texts.next().getString(0));
    Iterator<RowData> binaries =
        read(indices.batch(encoded(BINARY, 8), dictionary(1, 5)), "BYTES", MEBIBYTE);
    assertThat(binaries.next().getBinary(0))
        .isEqualTo("xxxxx".getBytes(java.nio.charset.StandardCharsets.UTF_8))
        .isNotSameAs(binaries.next().getBinary(0));
  }

  @Test
  void textsOfARunAreMadeOnce() {
    Field runs =
        column(
            new ArrowType.RunEndEncoded(),
            Field.notNullable("run_ends", INT),
            Field.nullable("values", new ArrowType.Utf8()));
    RecordBatch batch =
        new HandMadeColumns()
            .node(5)
            .node(2)
            .none()
            .ints(3, 5)
            .node(2)
            .none()
            .ints(0, 1, 2)
            .buffer(new byte[] {'a', 'b'})
            .batch(runs);
    Iterator<RowData> rows = read(batch, "STRING", MEBIBYTE);
    assertThat(rows.next().getString(0)).isSameAs(rows.next().getString(0)).hasToString("a");
    assertThat(rows.next().getString(0)).hasToString("a");
    assertThat(rows.next().getString(0)).isSameAs(rows.next().getString(0)).hasToString("b");
  }

  @Test
  void aDictionaryCostsNothingThatNoRowUses() {
    RecordBatch batch =
        new HandMadeColumns()
            .node(10)
            .none()
            .ints(new int[10])
            .batch(encoded(new ArrowType.Utf8(), 32), dictionary(MEBIBYTE, 1));
    Iterator<RowData> rows = read(batch, "STRING", MEBIBYTE);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    rows.forEachRemaining(row -> assertThat(row.getString(0)).hasToString("x"));
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(BESIDES);
  }

  @Test
  void noMoreTextsOfADictionaryAreKeptThanAllowed() {
    RecordBatch batch =
        new HandMadeColumns()
            .node(N)
            .none()
            .ints(IntStream.range(0, N).toArray())
            .batch(encoded(new ArrowType.Utf8(), 32), dictionary(N, 1));
    long before = LiveObjects.count(BinaryStringData.class);
    Iterator<RowData> rows = read(batch, "STRING", MEBIBYTE);
    for (int i = 1; i < N; i++) {
      rows.next();
    }
    assertThat(LiveObjects.count(BinaryStringData.class) - before).isBetween(1_000L, 5_000L);
    assertThat(rows.next().getString(0)).hasToString("x");
  }
}
