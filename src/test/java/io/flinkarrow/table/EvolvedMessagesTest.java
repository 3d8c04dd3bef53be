package io.flinkarrow.table;

import static io.flinkarrow.ipc.SchemaPolicy.COMPATIBLE;
import static io.flinkarrow.ipc.SchemaPolicy.EXACT;
import static io.flinkarrow.ipc.SchemaPolicy.WIDENING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.ipc.MalformedPayloads;
import io.flinkarrow.ipc.SchemaPolicy;
import io.flinkarrow.refusal.RefusedInputException;
import io.flinkarrow.row.RowSchema;
import io.flinkarrow.testing.NumberedBatches;
import io.flinkarrow.testing.RowVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.DataTypes.Field;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** Tables whose topic has messages of producers that know fewer columns, other types or more. */
class EvolvedMessagesTest {

  private static final Field ID = DataTypes.FIELD("id", DataTypes.BIGINT().notNull());
  private static final DataType OLD_PLACE =
      DataTypes.ROW(DataTypes.FIELD("zip", DataTypes.STRING()));

  private static final RowType OLD = table(ID, DataTypes.FIELD("place", OLD_PLACE));

  private record Rows(List<RowData> rows) implements Collector<RowData> {
    @Override
    public void collect(RowData row) {
      rows.add(row);
    }

    @Override
    public void close() {}
  }

  private static RowType table(Field... columns) {
    return (RowType) DataTypes.ROW(columns).getLogicalType();
  }

  private static byte[] message(RowType type, RowData... rows) {
    try (VectorSchemaRoot root =
        VectorSchemaRoot.create(RowSchema.of(type), NumberedBatches.allocator())) {
      RowVectors.fill(root, type, List.of(rows));
      return ArrowIpc.writeStream(RecordBatch.copyOf(root));
    }
  }

  private static byte[] old(long id) {
    return message(OLD, GenericRowData.of(id, GenericRowData.of(StringData.fromString("89073"))));
  }

  private static PayloadRowsSchema schema(RowType table, RowType query, SchemaPolicy policy) {
    return new PayloadRowsSchema(
        "t",
        table,
        query,
        null,
        new PayloadOptions(
            DecodeLimits.defaults(), MalformedPayloads.FAIL, Optional.ofNullable(policy)));
  }

  private static List<RowData> read(PayloadRowsSchema schema, byte[]... messages)
      throws IOException {
    Rows rows = new Rows(new ArrayList<>());
    for (byte[] message : messages) {
      schema.deserialize(message, rows);
    }
    return rows.rows();
  }

  private static RowType evolved(DataType added) {
    return table(
        DataTypes.FIELD("note", added),
        ID,
        DataTypes.FIELD(
            "place",
            DataTypes.ROW(
                DataTypes.FIELD("street", added), DataTypes.FIELD("zip", DataTypes.STRING()))));
  }

  /** Any, that is null here, and those that read what lacks a column. */
  private static List<SchemaPolicy> thatReadWhatLacksAColumn() {
    List<SchemaPolicy> policies = new ArrayList<>();
    policies.add(null);
    policies.add(COMPATIBLE);
    policies.add(WIDENING);
    return policies;
  }

  @Test
  void aNullableColumnThatAMessageLacksIsNullAlsoWithinRows() throws IOException {
    RowType table = evolved(DataTypes.STRING());
    StringData text = StringData.fromString("x");
    StringData zip = StringData.fromString("89073");
    byte[] evolved = message(table, GenericRowData.of(text, 2L, GenericRowData.of(text, zip)));
    for (SchemaPolicy policy : thatReadWhatLacksAColumn()) {
      assertThat(read(schema(table, table, policy), old(1), evolved, old(3)))
          .as("%s", policy)
          .containsExactly(
              GenericRowData.of(null, 1L, GenericRowData.of(null, zip)),
              GenericRowData.of(text, 2L, GenericRowData.of(text, zip)),
              GenericRowData.of(null, 3L, GenericRowData.of(null, zip)));
    }
  }

  @Test
  void aQueryOfNothingButTheNewColumnReadsNullsOfOldMessages() throws IOException {
    RowType table = evolved(DataTypes.STRING());
    RowType query = table(DataTypes.FIELD("note", DataTypes.STRING()));
    for (SchemaPolicy policy : thatReadWhatLacksAColumn()) {
      assertThat(read(schema(table, query, policy), old(1), old(2)))
          .as("%s", policy)
          .containsExactly(GenericRowData.of((Object) null), GenericRowData.of((Object) null));
    }
  }

  @Test
  void elementsOfListsAndValuesOfMapsEvolveToo() throws IOException {
    RowType before = nested(OLD_PLACE);
    RowType after =
        nested(
            DataTypes.ROW(
                DataTypes.FIELD("zip", DataTypes.STRING()),
                DataTypes.FIELD("town", DataTypes.STRING())));
    StringData key = StringData.fromString("home");
    GenericRowData oldRow = GenericRowData.of(StringData.fromString("89073"));
    GenericRowData newRow = GenericRowData.of(StringData.fromString("89073"), null);
    byte[] message = message(before, nested(key, oldRow));
    for (SchemaPolicy policy : thatReadWhatLacksAColumn()) {
      assertThat(read(schema(after, after, policy), message))
          .as("%s", policy)
          .containsExactly(nested(key, newRow));
    }
  }

  private static RowType nested(DataType place) {
    return table(
        DataTypes.FIELD("stops", DataTypes.ARRAY(place)),
        DataTypes.FIELD("named", DataTypes.MAP(DataTypes.STRING(), place)));
  }

  private static RowData nested(StringData key, RowData place) {
    return GenericRowData.of(
        new GenericArrayData(new Object[] {place}), new GenericMapData(Map.of(key, place)));
  }

  @Test
  void aRequiredColumnThatAMessageLacksIsRefusedWhateverThePolicy() {
    RowType table = evolved(DataTypes.STRING().notNull());
    for (SchemaPolicy policy : thatReadWhatLacksAColumn()) {
      assertThatThrownBy(() -> read(schema(table, table, policy), old(1)))
          .hasMessageStartingWith("Table t: ")
          .hasMessageContaining("'note'")
          .hasMessageContaining("it is missing")
          .hasMessageContaining("'place.street'");
    }
    assertThatThrownBy(() -> read(schema(table, table, EXACT), old(1)))
        .hasMessageContaining("'note'")
        .hasMessageContaining("The payload's schema is not the expected one: ");
  }

  @Test
  void exactRefusesWhatLacksAColumn() {
    RowType table = evolved(DataTypes.STRING());
    assertThatThrownBy(() -> read(schema(table, table, EXACT), old(1)))
        .hasMessageContaining("SchemaPolicy.COMPATIBLE reads it")
        .hasMessageContaining("'note'");
  }

  /** What a message is, and the table that reads it. */
  private record Example(RowType message, RowData row, RowType table) {}

  private static Example types(DataType message, Object value, DataType table) {
    return new Example(
        table(DataTypes.FIELD("v", message)),
        GenericRowData.of(value),
        table(DataTypes.FIELD("v", table)));
  }

  private static Map<String, List<Example>> examples() {
    GenericRowData row = GenericRowData.of(1L, GenericRowData.of(StringData.fromString("89073")));
    Map<String, List<Example>> examples = new LinkedHashMap<>();
    examples.put(
        "lacks a nullable column, or a nullable field of a row",
        List.of(new Example(OLD, row, evolved(DataTypes.STRING()))));
    examples.put(
        "lacks a NOT NULL column, or a NOT NULL field of a row",
        List.of(new Example(OLD, row, evolved(DataTypes.STRING().notNull()))));
    examples.put(
        "has a column that the table does not declare", List.of(new Example(OLD, row, table(ID))));
    examples.put(
        "has a narrower type",
        List.of(
            types(DataTypes.SMALLINT(), (short) 7, DataTypes.INT()),
            types(DataTypes.FLOAT(), 7f, DataTypes.DOUBLE())));
    examples.put(
        "has a wider integer type",
        List.of(
            types(DataTypes.BIGINT(), 7L, DataTypes.INT()),
            types(DataTypes.INT(), 7, DataTypes.TINYINT())));
    TimestampData time = TimestampData.fromEpochMillis(7);
    examples.put(
        "has timestamps in another unit",
        List.of(
            types(DataTypes.TIMESTAMP(6), time, DataTypes.TIMESTAMP(3)),
            types(DataTypes.TIMESTAMP_LTZ(3), time, DataTypes.TIMESTAMP_LTZ(9))));
    return examples;
  }

  @Test
  void theTableOfThePageSaysWhatEachPolicyReads() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("docs/reference/payloads.md")).stream()
            .dropWhile(line -> !line.startsWith("| the message | no policy |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.replaceAll("\\| (?!refused)[^|]+(?=\\|)", "| read "))
            .toList();
    List<String> done = new ArrayList<>();
    for (Map.Entry<String, List<Example>> named : examples().entrySet()) {
      StringBuilder line = new StringBuilder("| read |");
      for (SchemaPolicy policy : new SchemaPolicy[] {null, EXACT, COMPATIBLE, WIDENING}) {
        Set<String> answers = new TreeSet<>();
        for (Example example : named.getValue()) {
          answers.add(reads(example, policy) ? "read" : "refused");
        }
        assertThat(answers).as("%s by %s", named.getKey(), policy).hasSize(1);
        line.append(' ').append(answers.iterator().next()).append(" |");
      }
      done.add(line.toString());
      assertThat(Files.readString(Path.of("docs/reference/payloads.md")))
          .contains("\n| " + named.getKey() + " |");
    }
    assertThat(documented).isEqualTo(done);
  }

  private static boolean reads(Example example, SchemaPolicy policy) throws IOException {
    PayloadRowsSchema schema = schema(example.table, example.table, policy);
    try {
      assertThat(read(schema, message(example.message, example.row))).hasSize(1);
      return true;
    } catch (RefusedInputException e) {
      assertThat(e).hasMessageStartingWith("Table t: ");
      return false;
    }
  }

  @Test
  void aMessageWithoutAnyColumnOfTheTableIsRefusedWhateverTheQueryNeeds() {
    RowType table =
        table(DataTypes.FIELD("Id", DataTypes.BIGINT()), DataTypes.FIELD("Place", DataTypes.INT()));
    for (RowType query : List.of(table, table(DataTypes.FIELD("Id", DataTypes.INT())), table())) {
      assertThatThrownBy(() -> read(schema(table, query, null), old(1)))
          .hasMessageStartingWith(
              "Table t: The payload has none of the table's columns [Id, Place]; it has 2 others");
    }
  }

  @Test
  void aRowOfWhichNoFieldIsThereIsRefused() {
    RowType table =
        table(
            ID,
            DataTypes.FIELD("place", DataTypes.ROW(DataTypes.FIELD("town", DataTypes.STRING()))));
    assertThatThrownBy(() -> read(schema(table, table, null), old(1)))
        .hasMessageContaining(
            "column 'place': expected ROW<`town` STRING>, it has none of these fields but [zip]");
  }

  /** More than are remembered. */
  @Test
  void producersOfManyVersionsTakeTurns() throws IOException {
    List<Field> columns = new ArrayList<>(List.of(ID));
    List<byte[]> messages = new ArrayList<>();
    for (int version = 0; version < 20; version++) {
      RowType type = table(columns.toArray(Field[]::new));
      GenericRowData row = new GenericRowData(columns.size());
      row.setField(0, (long) version);
      messages.add(message(type, row));
      columns.add(DataTypes.FIELD("c" + version, DataTypes.INT()));
    }
    messages.addAll(List.copyOf(messages));
    RowType table = table(columns.toArray(Field[]::new));
    assertThat(read(schema(table, table, null), messages.toArray(byte[][]::new)))
        .hasSize(40)
        .allSatisfy(row -> assertThat(row.getArity()).isEqualTo(21))
        .extracting(row -> row.getLong(0))
        .endsWith(17L, 18L, 19L);
  }

  @Test
  void aFailureSaysByWhatTheMessageCanBeFound() throws Exception {
    byte[] message = old(1);
    message[message.length - 1] = 1;
    PayloadRowsSchema schema = schema(OLD, OLD, null);
    read(schema, old(1), old(2));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message));
    assertThatThrownBy(() -> read(schema, message))
        .hasMessageStartingWith("Table t: Malformed Arrow payload at byte ")
        .hasMessageEndingWith(
            "\nThe message has %d bytes and the SHA-256 %s; it is number 3 since its task started"
                .formatted(message.length, hash));
  }
}
