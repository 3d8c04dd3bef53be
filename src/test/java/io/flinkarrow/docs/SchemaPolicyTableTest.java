package io.flinkarrow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.ArrowIpcDeserializationSchema;
import io.flinkarrow.ipc.MalformedPayloadException;
import io.flinkarrow.ipc.SchemaPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Whether the table of policies says what each of them reads and refuses. */
class SchemaPolicyTableTest {

  private static final Path PAGE = Path.of("docs/reference/payloads.md");

  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType TEXT = new ArrowType.Utf8();
  private static final Field A = Field.nullable("a", INT);
  private static final Field B = Field.nullable("b", TEXT);

  /** Payload and table. */
  private record Pair(List<Field> payload, List<Field> table) {}

  private static Pair pair(ArrowType payload, ArrowType table) {
    return new Pair(List.of(Field.nullable("a", payload)), List.of(Field.nullable("a", table)));
  }

  private static Field encoded(long id, int bits, ArrowType type) {
    return new Field(
        "b",
        new FieldType(true, type, new DictionaryEncoding(id, false, new ArrowType.Int(bits, true))),
        null);
  }

  private static Field parent(ArrowType type, Field... children) {
    return new Field("p", FieldType.nullable(type), List.of(children));
  }

  private static Pair floats(FloatingPointPrecision payload, FloatingPointPrecision table) {
    return pair(new ArrowType.FloatingPoint(payload), new ArrowType.FloatingPoint(table));
  }

  private static Map<String, List<Pair>> examples() {
    Map<String, List<Pair>> examples = new LinkedHashMap<>();
    Field described =
        new Field("a", new FieldType(true, INT, null, Map.of("unit", "metres")), null);
    examples.put("has other metadata", List.of(new Pair(List.of(described), List.of(A))));
    examples.put(
        "has its fields, or fields of a struct, in another order",
        List.of(
            new Pair(List.of(B, A), List.of(A, B)),
            new Pair(
                List.of(parent(new ArrowType.Struct(), B, A)),
                List.of(parent(new ArrowType.Struct(), A, B)))));
    examples.put("lacks a nullable field", List.of(new Pair(List.of(A), List.of(A, B))));
    Field required = Field.notNullable("c", INT);
    examples.put("lacks a required field", List.of(new Pair(List.of(A), List.of(A, required))));
    examples.put("has a field that is not expected", List.of(new Pair(List.of(A, B), List.of(A))));
    Field requiredA = Field.notNullable("a", INT);
    examples.put(
        "has a required field where a nullable one is expected",
        List.of(new Pair(List.of(requiredA), List.of(A))));
    examples.put(
        "has a nullable field without nulls where a required one is expected",
        List.of(new Pair(List.of(A), List.of(requiredA))));
    examples.put(
        "has a dictionary where plain values are expected",
        List.of(new Pair(List.of(encoded(1, 8, TEXT)), List.of(B))));
    examples.put(
        "has plain values where a dictionary is expected",
        List.of(new Pair(List.of(B), List.of(encoded(1, 8, TEXT)))));
    examples.put(
        "has dictionaries with other ids or index types",
        List.of(
            new Pair(List.of(encoded(1, 8, TEXT)), List.of(encoded(2, 8, TEXT))),
            new Pair(List.of(encoded(1, 32, TEXT)), List.of(encoded(1, 8, TEXT)))));
    examples.put(
        "has strings or binaries with short offsets, long ones or views",
        List.of(
            pair(TEXT, new ArrowType.LargeUtf8()),
            pair(new ArrowType.LargeUtf8(), TEXT),
            pair(new ArrowType.Utf8View(), TEXT),
            pair(new ArrowType.BinaryView(), new ArrowType.LargeBinary())));
    examples.put(
        "has lists with short or long offsets",
        List.of(
            new Pair(
                List.of(parent(new ArrowType.List(), A)),
                List.of(parent(new ArrowType.LargeList(), A)))));
    examples.put(
        "has other names for elements of lists and parts of maps",
        List.of(
            new Pair(
                List.of(parent(new ArrowType.List(), A)),
                List.of(parent(new ArrowType.List(), Field.nullable("element", INT))))));
    examples.put("has the type Null", List.of(pair(new ArrowType.Null(), TEXT)));
    examples.put(
        "has integers of fewer bits; unsigned ones also for wider signed ones",
        List.of(
            pair(new ArrowType.Int(8, true), INT),
            pair(new ArrowType.Int(16, false), new ArrowType.Int(32, false)),
            pair(new ArrowType.Int(32, false), new ArrowType.Int(64, true))));
    examples.put(
        "has floating points of fewer bits",
        List.of(
            floats(FloatingPointPrecision.HALF, FloatingPointPrecision.SINGLE),
            floats(FloatingPointPrecision.SINGLE, FloatingPointPrecision.DOUBLE)));
    examples.put(
        "has decimals of fewer digits and the same scale",
        List.of(
            pair(new ArrowType.Decimal(9, 2, 128), new ArrowType.Decimal(20, 2, 128)),
            pair(new ArrowType.Decimal(9, 2, 128), new ArrowType.Decimal(60, 2, 256))));
    examples.put(
        "has dates in days instead of milliseconds, or times of day in coarser units",
        List.of(
            pair(new ArrowType.Date(DateUnit.DAY), new ArrowType.Date(DateUnit.MILLISECOND)),
            pair(
                new ArrowType.Time(TimeUnit.SECOND, 32),
                new ArrowType.Time(TimeUnit.MICROSECOND, 64))));
    examples.put(
        "has timestamps or durations in another unit or zone",
        List.of(
            pair(
                new ArrowType.Timestamp(TimeUnit.SECOND, null),
                new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
            pair(
                new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"),
                new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
            pair(
                new ArrowType.Duration(TimeUnit.SECOND),
                new ArrowType.Duration(TimeUnit.MILLISECOND))));
    examples.put(
        "has wider values, another scale, other kinds of types, or another extension type",
        List.of(
            pair(new ArrowType.Int(64, true), INT),
            pair(INT, new ArrowType.Int(64, false)),
            pair(INT, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
            pair(new ArrowType.Decimal(9, 1, 128), new ArrowType.Decimal(20, 2, 128)),
            pair(TEXT, new ArrowType.Binary()),
            new Pair(
                List.of(A),
                List.of(
                    new Field(
                        "a",
                        new FieldType(true, INT, null, Map.of("ARROW:extension:name", "id")),
                        null)))));
    return examples;
  }

  @Test
  void everyRowOfTheTableIsWhatEachPolicyDoes() throws Exception {
    List<List<String>> documented = new ArrayList<>();
    for (List<String> row : Documents.table(PAGE, "## SchemaPolicy")) {
      documented.add(row);
    }
    List<List<String>> done = new ArrayList<>();
    for (Map.Entry<String, List<Pair>> example : examples().entrySet()) {
      List<String> row = new ArrayList<>(List.of(example.getKey()));
      for (SchemaPolicy policy : SchemaPolicy.values()) {
        List<String> answers = new ArrayList<>();
        for (Pair pair : example.getValue()) {
          answers.add(reads(policy, pair) ? "read" : "refused");
        }
        assertThat(answers).as("%s by %s", row, policy).containsOnly(answers.get(0));
        row.add(answers.get(0));
      }
      done.add(row);
    }
    assertThat(documented).isEqualTo(done);
  }

  private static boolean reads(SchemaPolicy policy, Pair pair) throws Exception {
    byte[] payload =
        ArrowIpc.writeStream(RecordBatch.empty(BatchSchema.of(new Schema(pair.payload))));
    Schema table = new Schema(pair.table);
    try {
      List<RecordBatch> batches =
          ArrowIpcDeserializationSchema.of(table).withSchemaPolicy(policy).decode(payload);
      assertThat(batches).hasSize(1);
      assertThat(batches.get(0).schema()).isEqualTo(table);
      return true;
    } catch (MalformedPayloadException e) {
      assertThat(e).hasMessageContaining("schema");
      return false;
    }
  }

  @Test
  void theTableHasAColumnForEachPolicy() {
    String page = Documents.text(PAGE);
    assertThat(page)
        .contains(
            "| the payload | "
                + String.join(
                    " | ", Arrays.stream(SchemaPolicy.values()).map(Enum::name).toList()));
  }
}
