package io.flinkarrow.parquet.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.LoadedBatch;
import io.flinkarrow.parquet.ArrowParquetWriter;
import io.flinkarrow.parquet.TestKeys;
import io.flinkarrow.parquet.WriterOptions;
import io.flinkarrow.parquet.encryption.DecryptionSettings;
import io.flinkarrow.parquet.input.ParquetInput;
import io.flinkarrow.parquet.options.ColumnPath;
import io.flinkarrow.parquet.options.CompressionCodec;
import io.flinkarrow.parquet.predicate.Predicate;
import io.flinkarrow.parquet.schema.ChosenFields;
import io.flinkarrow.testing.ForwardingInput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A scan with a filter asks for the pages that have rows which the file does not rule out, by few
 * requests, and for no others.
 */
class OnlyWantedPagesAreRequestedTest {

  private static final int ROW_GROUPS = 3;
  private static final int GROUP_ROWS = 100_000;
  private static final int PAGE_ROWS = 1_000;
  private static final int PAGE_BYTES = 8 * PAGE_ROWS;
  private static final int PAGES = GROUP_ROWS / PAGE_ROWS;

  private static final long FETCH_BYTES = 32 << 20;

  /** The footer, with what is read before it is known how long it is, and indexes. */
  private static final int OPENING_BYTES = 200 << 10;

  @TempDir static Path directory;

  /** {@code id} counts, {@code number} is random, {@code list} has two numbers. */
  @BeforeAll
  static void write() throws IOException {
    write("plain", builder -> builder);
    write("encrypted", b -> b.encryption(files -> files.keyProvider(new TestKeys())));
  }

  private static void write(String name, UnaryOperator<WriterOptions.Builder> choices)
      throws IOException {
    ArrowType.Int number = new ArrowType.Int(64, true);
    Schema schema =
        new Schema(
            List.of(
                new Field("id", FieldType.notNullable(number), null),
                new Field("number", FieldType.notNullable(number), null),
                new Field(
                    "list",
                    FieldType.notNullable(ArrowType.List.INSTANCE),
                    List.of(new Field("element", FieldType.notNullable(number), null)))));
    WriterOptions options =
        choices
            .apply(
                WriterOptions.builder()
                    .codec(CompressionCodec.UNCOMPRESSED)
                    .dictionary(false)
                    .pageRows(PAGE_ROWS)
                    .rowGroupRows(GROUP_ROWS))
            .build();
    Random random = new Random(1);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        OutputStream out = Files.newOutputStream(file(name));
        ArrowParquetWriter writer = ArrowParquetWriter.open(out, schema, options)) {
      UnionListWriter lists = ((ListVector) root.getVector("list")).getWriter();
      for (int row = 0; row < ROW_GROUPS * GROUP_ROWS; row++) {
        ((BigIntVector) root.getVector("id")).setSafe(row, row);
        ((BigIntVector) root.getVector("number")).setSafe(row, random.nextLong());
        lists.setPosition(row);
        lists.startList();
        lists.writeBigInt(random.nextLong());
        lists.writeBigInt(row);
        lists.endList();
      }
      root.setRowCount(ROW_GROUPS * GROUP_ROWS);
      writer.write(root);
      writer.finish();
    }
  }

  private static Path file(String name) {
    return directory.resolve(name + ".parquet");
  }

  /** One request. */
  private record Request(long position, int count, String thread) {}

  /** Remembers what is asked for. */
  private record Recording(ParquetInput input, List<Request> requests) implements ForwardingInput {

    static Recording of(String name) throws IOException {
      return new Recording(
          ParquetInput.open(file(name)), Collections.synchronizedList(new ArrayList<>()));
    }

    @Override
    public void read(long position, byte[] target, int from, int count) throws IOException {
      requests.add(new Request(position, count, Thread.currentThread().getName()));
      input.read(position, target, from, count);
    }
  }

  private record Scanned(
      List<String> rows, long bytes, List<Request> requests, ScanCounts counts) {}

  private static Scanned scan(String name, Predicate predicate, long fetchBytes, String... columns)
      throws IOException {
    ScanOptions options =
        ScanOptions.builder()
            .fields(ChosenFields.of(List.of(columns).stream().map(ColumnPath::new).toList()))
            .fetchBytes(fetchBytes)
            .decryption(
                name.equals("encrypted")
                    ? new DecryptionSettings(new TestKeys(), null, false)
                    : null)
            .filter(predicate == null ? null : new ScanFilter(predicate, true))
            .build();
    List<String> rows = new ArrayList<>();
    Recording input = Recording.of(name);
    try (BufferAllocator allocator = new RootAllocator();
        FileScan scan = FileScan.open(input, options)) {
      for (ScannedBatch next = scan.next(); next != null; next = scan.next()) {
        try (LoadedBatch loaded = next.batch().load(allocator)) {
          VectorSchemaRoot root = loaded.root();
          for (int row = 0; row < root.getRowCount(); row++) {
            rows.add(row(root, row));
          }
        }
      }
      return new Scanned(rows, scan.bytesRead(), input.requests(), scan.counts());
    }
  }

  private static String row(VectorSchemaRoot root, int row) {
    return root.getFieldVectors().stream()
        .map(v -> v.getObject(row).toString())
        .toList()
        .toString();
  }

  /** Rows of a few pages in the middle of each row group. */
  private static Predicate someOfEachGroup() {
    return IntStream.range(0, ROW_GROUPS)
        .mapToObj(group -> between(group * (long) GROUP_ROWS + 50_500, 1_000))
        .reduce(Predicate::or)
        .orElseThrow();
  }

  private static Predicate between(long from, long count) {
    return Predicate.column("id")
        .isGreaterThanOrEqualTo(from)
        .and(Predicate.column("id").isLessThan(from + count));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "encrypted"})
  void ofEachColumn(String name) throws IOException {
    Scanned whole = scan(name, null, FETCH_BYTES, "id", "number", "list");
    for (long fetchBytes : new long[] {FETCH_BYTES, 1}) {
      Scanned some = scan(name, someOfEachGroup(), fetchBytes, "id", "number", "list");

      List<String> expected = new ArrayList<>();
      for (int group = 0; group < ROW_GROUPS; group++) {
        int from = group * GROUP_ROWS + 50_500;
        expected.addAll(whole.rows().subList(from, from + 1_000));
      }
      assertThat(some.rows()).isEqualTo(expected);
      // Two pages of each column, lists having twice the values, and of id once more.
      assertThat(some.bytes())
          .isLessThan(OPENING_BYTES + ROW_GROUPS * (2 + 2 + 2 + 4) * (PAGE_BYTES + 300L));
      assertThat(some.counts().pagesSkipped()).isEqualTo(ROW_GROUPS * 4L * (PAGES - 2));
    }
    assertThat(whole.counts().pagesSkipped()).isZero();
  }

  @Test
  void neighboursAreOneRequest() throws IOException {
    Scanned some = scan("plain", someOfEachGroup(), FETCH_BYTES, "id", "number", "list");

    // Of each row group its indexes, the pages of the filter, and those of three columns.
    assertThat(some.requests()).hasSizeLessThanOrEqualTo(2 + ROW_GROUPS * (1 + 1 + 3));
  }

  @Test
  void theNextRowGroupIsAskedForAhead() throws IOException {
    Scanned some = scan("plain", someOfEachGroup(), FETCH_BYTES, "number");

    assertThat(some.requests().stream().filter(request -> request.thread().contains("ahead")))
        .as("indexes, and pages of the filter")
        .hasSizeGreaterThanOrEqualTo((ROW_GROUPS - 1) * 2);
  }

  @Test
  void rowGroupsThatAreRuledOutAreNotAskedFor() throws IOException {
    Scanned some = scan("plain", between(2L * GROUP_ROWS, 10), FETCH_BYTES, "number");

    assertThat(some.rows()).hasSize(10);
    assertThat(some.counts().rowGroupsSkipped()).isEqualTo(2);
    assertThat(some.bytes()).isLessThan(OPENING_BYTES + 2 * (PAGE_BYTES + 300));
  }

  /** No statistics tell of one random number. Once it is found, other columns have one page. */
  @Test
  void whatTheFilterFindsInFewRowsIsAskedForInFewPages() throws IOException {
    Scanned whole = scan("plain", null, FETCH_BYTES, "number", "list");
    int row = 2 * GROUP_ROWS + 77_777;
    long number = Long.parseLong(whole.rows().get(row).replaceAll("^\\[(-?\\d+),.*", "$1"));

    Scanned one =
        scan("plain", Predicate.column("number").isEqualTo(number), FETCH_BYTES, "number", "list");

    assertThat(one.rows()).isEqualTo(List.of(whole.rows().get(row)));
    assertThat(one.bytes())
        .isLessThan(OPENING_BYTES + ROW_GROUPS * 8L * GROUP_ROWS + (50 << 10) + 3 * PAGE_BYTES);
  }
}
